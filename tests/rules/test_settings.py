"""Settings refuse to start rather than guess."""

import os
import subprocess
import sys

import pytest

from hcec.place import ROOT
from hcec.throwaway import key_file

PRODUCTION = {
    "HCEC_SECRET_KEY": "k" * 64,
    "HCEC_ID_KEY": "b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU=",
    "HCEC_CREDENTIAL_KEYS": "b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU=",
    "HCEC_LOG_KEY": "b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU=",
    "HCEC_ALLOWED_HOSTS": "hcec.example",
    "HCEC_PUBLIC_URL": "https://hcec.example",
    "DATABASE_URL": "postgres://hcec@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "HCEC_SIGNING_KEY": "/run/secrets/seal.p12",
}


def start(then: str = "", **environment: str) -> subprocess.CompletedProcess:
    """Read the settings in a process of its own, with this environment and nothing of ours, and go on from there."""
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-c", f"import django, hcec.settings\n{then}"],
        cwd=ROOT,
        env={**plain, "DJANGO_SETTINGS_MODULE": "hcec.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_what_it_needs():
    assert start(**PRODUCTION).returncode == 0


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_production_does_not_start_without(name):
    rest = {key: value for key, value in PRODUCTION.items() if key != name}
    refused = start(**rest)
    assert refused.returncode != 0
    assert name in refused.stderr


def test_a_misspelt_setting_stops_the_start():
    refused = start(**PRODUCTION, HCEC_DEBGU="1")
    assert refused.returncode != 0
    assert "HCEC_DEBGU" in refused.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("HCEC_PUBLIC_URL", "http://hcec.example"), ("HCEC_SECRET_KEY", "short")],
)
def test_production_does_not_start_with_a_weak(name, value):
    assert start(**{**PRODUCTION, name: value}).returncode != 0


def test_debug_starts_with_nothing_set():
    assert start(HCEC_DEBUG="1").returncode == 0


def test_a_portal_without_a_key_must_say_so():
    unsigned = {**PRODUCTION, "HCEC_UNSIGNED": "1"}
    del unsigned["HCEC_SIGNING_KEY"]
    assert start(**unsigned).returncode == 0


def test_a_key_and_the_word_that_there_is_none_contradict_each_other():
    refused = start(**PRODUCTION, HCEC_UNSIGNED="1")
    assert refused.returncode != 0
    assert "HCEC_UNSIGNED" in refused.stderr


def test_a_time_stamp_service_needs_to_be_believed_by_somebody():
    refused = start(**PRODUCTION, HCEC_TIMESTAMP_URL="https://tsa.example")
    assert refused.returncode != 0
    assert "HCEC_TIMESTAMP_ROOTS" in refused.stderr


def test_the_wrong_passphrase_stops_the_start_with_one_sentence(tmp_path):
    (tmp_path / "seal.p12").write_bytes(key_file("right"))
    told = start(
        "django.setup()",
        HCEC_DEBUG="1",
        HCEC_SIGNING_KEY=str(tmp_path / "seal.p12"),
        HCEC_SIGNING_PASSPHRASE="wrong",
    )
    assert told.returncode != 0
    assert "HCEC_SIGNING_PASSPHRASE does not open it" in told.stderr.splitlines()[-1]
