"""Outside demo mode there is no demo: neither the app nor its addresses."""

import os
import subprocess
import sys

import pytest

ASK = """
import django
django.setup()
from django.apps import apps
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
assert not apps.is_installed("hcec.demo"), "the app is installed"
try:
    resolve("/demo/sign-in/")
except Resolver404:
    pass
else:
    raise AssertionError("the address leads somewhere")
try:
    reverse("demo-sign-in")
except NoReverseMatch:
    print("nothing there")
"""


def run(code: str, **changes: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HCEC_DEMO")}
    env = clean | {"DJANGO_SETTINGS_MODULE": "hcec.settings"} | changes
    return subprocess.run(
        [sys.executable, "-c", code],
        env=env,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("off", [{}, {"HCEC_DEMO": "0"}, {"HCEC_DEMO": "false"}])
def test_without_the_switch_the_address_and_the_app_do_not_exist(
    off: dict[str, str],
) -> None:
    answer = run(ASK, HCEC_DEBUG="1", **off)
    assert answer.stdout.strip() == "nothing there", answer.stderr


def test_a_portal_that_is_set_up_for_real_has_no_demo_either() -> None:
    answer = run(
        ASK,
        HCEC_DEBUG="0",
        HCEC_SECRET_KEY="x" * 60,
        HCEC_ID_KEY="b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU=",
        HCEC_CREDENTIAL_KEYS="b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU=",
        HCEC_LOG_KEY="b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU=",
        HCEC_ALLOWED_HOSTS="hcec.example",
        HCEC_UNSIGNED="1",
        HCEC_PUBLIC_URL="https://hcec.example",
        DATABASE_URL="postgres://hcec@127.0.0.1/hcec",
        REDIS_URL="redis://127.0.0.1/0",
    )
    assert answer.stdout.strip() == "nothing there", answer.stderr


def test_the_app_refuses_to_start_where_somebody_installs_it_by_hand() -> None:
    code = (
        "from django.conf import settings\nimport hcec.settings as s\nfrom django.apps import apps\n"
        "from hcec.demo.apps import DemoConfig\nimport hcec.demo\n"
        "try:\n    DemoConfig('hcec.demo', hcec.demo).ready()\nexcept Exception as error:\n    print(type(error).__name__)"
    )
    assert run(code, HCEC_DEBUG="1").stdout.strip() == "ImproperlyConfigured"
