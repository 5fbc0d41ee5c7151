"""A worker is killed with SIGKILL again and again while certificates are issued: each comes out once, numbered, whole, sealed."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hcec.core import pdf
from hcec.core.models import Job
from hcec.core.pdf import libraries
from hcec.place import ROOT
from tests.bench.certificates import ready_results
from tests.factories import seals
from tests.factories.verification import approved_run
from tests.reliability.issue_truths import faults
from verification import storage

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}"),
]
AWARDS, LIVES = 100, 25
STEPS = 400_000  # what a life may do at most; the whole work takes several times as much


@pytest.fixture
def live(settings, tmp_path) -> Iterator[Callable[[int], str]]:
    """Let a worker live for so many steps (0: until all is done); how its life ended."""
    settings.MEDIA_ROOT = tmp_path / "media"
    key = seals.key_file(tmp_path)
    seals.configure(settings, key)
    env = {
        **os.environ, "HCEC_VAR": str(tmp_path), "HCEC_SIGNING_KEY": str(key), "HCEC_SIGNING_PASSPHRASE": seals.PASSPHRASE,
        "DJANGO_SETTINGS_MODULE": "hcec.settings_test", "HCEC_LOG": "CRITICAL",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.reliability._issuer", connection.settings_dict["NAME"]]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=env, cwd=ROOT, **pipes) as process:

        def lives(steps: int) -> str:
            process.stdin.write(f"{steps}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield lives
        process.stdin.close()


def lease_ends() -> None:
    """What five minutes would do: whatever the dead worker held is free again."""
    Job.objects.filter(status=Job.Status.LEASED).update(lease_until=timezone.now() - timedelta(hours=1))


def test_killed_at_any_step_each_certificate_is_issued_once_and_whole(live, tmp_path):
    chosen = random.Random(2571)
    director, results = ready_results(AWARDS)
    approved_run(by=director, key="drill", results=results)
    ends = []
    for _ in range(LIVES):
        ends.append(live(chosen.randint(1_000, STEPS)))
        lease_ends()
        assert all(storage.read(path.stem) for path in tmp_path.rglob("*.pdf")), (
            "a half-written file is reachable"
        )
        if len(ends) == 1:
            assert faults(results), "a worker that was killed must leave something to do"
    assert ends.count("killed") >= 5
    assert live(0) == "done"
    assert faults(results) == []
