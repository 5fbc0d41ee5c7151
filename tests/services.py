"""Pytest plugin: starts PostgreSQL and Valkey before the settings are read, and shares them with xdist's workers.

Loaded by `-p tests.services`, which pytest imports before pytest-django looks for settings. What DATABASE_URL or
REDIS_URL already name is used instead.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from hcec.embedded import Busy, NotStarted, Services
from hcec.translations import compile_all
from tests import template

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


def start() -> tuple[Services | None, Path]:
    """Start what the environment does not name. A second run on the same folder gets a throw-away one."""
    var = Path(os.environ.get("HCEC_VAR") or ROOT / "var").resolve() / "tests"
    wanted = {"postgres": "DATABASE_URL" not in os.environ, "valkey": "REDIS_URL" not in os.environ}
    services = Services(var, durable=False)
    try:
        services.take()
    except Busy:
        var = Path(tempfile.mkdtemp(prefix="hcec-tests-"))
        services = Services(var, durable=False)
    try:
        urls = services.start(**wanted)
    except NotStarted:  # without fsync a power cut may have spoilt it; tests keep nothing worth saving
        shutil.rmtree(services.folder / "postgres", ignore_errors=True)
        urls = services.start(**wanted)
    os.environ |= urls
    return services, var


def own_redis_database() -> None:
    """Each worker empties its cache between tests, so each has a Redis database of its own."""
    number = int(WORKER.removeprefix("gw")) % 15 + 1
    os.environ["REDIS_URL"] += f"?db={number}"


services: Services | None = None
if WORKER:
    own_redis_database()
else:
    services, _var = start()
    # What tests write (files, mail) stays beside their services, away from a demo on the same folder.
    os.environ["HCEC_VAR"] = str(_var)
    (_var / "static").mkdir(exist_ok=True)  # whitenoise warns where collectstatic never ran
    compile_all()
    os.environ["TEST_DATABASE_TEMPLATE"] = template.ready(os.environ["DATABASE_URL"])


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if services is not None:
        services.stop()
        if services.folder.name.startswith("hcec-tests-"):
            shutil.rmtree(services.folder, ignore_errors=True)
