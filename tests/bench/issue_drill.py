"""Workers killed with SIGKILL at random moments while certificates are issued by the real stack: each exactly once, all true after.

300 awards and five kills; `--full`: 1,000 awards and twenty kills, twenty times over (G6). Celery's own worker with its two
children, the sweeper, PostgreSQL with fsync; what is killed is the worker's whole process group.
"""

import os
import random
import signal
import time
from typing import Any

from hcec.supervise import wait_until
from tests.bench.harness import House, house, report

SHORT, FULL = (300, 5, 1), (1000, 20, 20)  # awards, kills, seeds
PATIENCE = 300  # seconds without any progress


def main(json: bool, full: bool = False) -> None:
    awards, kills, seeds = FULL if full else SHORT
    faults: list[str] = []
    seconds: list[float] = []
    killed = 0
    for seed in range(seeds):
        with house("issue_drill", web=False, beat=True) as here:
            if not seed:
                here.django()
            else:
                again(here)
            began = time.monotonic()
            told, times = drill(here, awards, kills, random.Random(seed))
            seconds.append(round(time.monotonic() - began, 1))
            killed += times
            faults += [f"seed {seed}: {fault}" for fault in told]
    must = {
        "each award has its certificate once, numbered without gap, its file there and whole under its seal": not faults,
        "no job is stuck, and every holder was told once": not faults,
        f"the worker was killed {kills} times in each run": killed == kills * seeds,
    }
    counts = {
        "runs": seeds, "awards a run": awards, "kills": killed, "seconds a run": seconds, "faults": faults[:5],
    }  # fmt: skip
    report("issue_drill", json=json, pairs=[], counts=counts, must=must)


def again(here: House) -> None:
    """Point this process, which Django knows already, to the next house."""
    from django.conf import settings
    from django.db import connections

    old = connections["default"]
    old.close()
    new = here.place.services.postgres
    assert new is not None
    old.settings_dict["HOST"] = str(new.sockets)
    settings.MEDIA_ROOT = here.place.var / "media"
    settings.SIGNING_KEY, settings.SIGNING_PASSPHRASE = (
        here.env["HCEC_SIGNING_KEY"],
        here.env["HCEC_SIGNING_PASSPHRASE"],
    )


def drill(here: House, awards: int, kills: int, chosen: random.Random) -> tuple[list[str], int]:
    """Press, kill at random points of the work, wait for the end; what is not true, and how often was killed."""
    from django.utils import timezone

    from hcec.core.models import Job
    from tests.bench.certificates import ready_results
    from tests.factories.verification import approved_run
    from tests.reliability.issue_truths import faults
    from verification.models import CertificateFile

    director, results = ready_results(awards)
    approved_run(by=director, key="drill", results=results)
    times = 0
    for target in sorted(chosen.sample(range(awards * 9 // 10), kills)):
        wait_until(
            lambda target=target: CertificateFile.objects.count() >= target, seconds=PATIENCE, pause=0.001
        )  # type: ignore[misc]
        time.sleep(chosen.uniform(0, 0.02))
        times += kill(here)
        # What five minutes would do: the leases of the dead end.
        Job.objects.filter(status=Job.Status.LEASED).update(lease_until=timezone.now())
    wait_until(lambda: not Job.objects.exclude(status=Job.Status.DONE).exists(), seconds=PATIENCE, pause=0.1)
    return faults(results), times


def kill(here: House) -> bool:
    """kill -9 of the worker and its children; another one starts."""
    worker: Any = here.processes["worker"]
    os.killpg(worker.child.pid, signal.SIGKILL)
    worker.wait_stopped()
    worker.start()
    return True
