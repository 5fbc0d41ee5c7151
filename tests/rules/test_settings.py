"""Settings refuse to start rather than guess."""

import os
import subprocess
import sys

import pytest

from hcec.place import ROOT

PRODUCTION = {
    "HCEC_SECRET_KEY": "k" * 64,
    "HCEC_ID_KEY": "b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU=",
    "HCEC_ALLOWED_HOSTS": "hcec.example",
    "HCEC_PUBLIC_URL": "https://hcec.example",
    "DATABASE_URL": "postgres://hcec@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def start(**environment: str) -> subprocess.CompletedProcess:
    """Read the settings in a process of its own, with this environment and nothing of ours."""
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "-c", "import hcec.settings"],
        cwd=ROOT,
        env={**plain, **environment},
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
