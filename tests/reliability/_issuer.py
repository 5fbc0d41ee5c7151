"""A worker that dies of SIGKILL at a chosen step of its work, and is there again within milliseconds.

`python -m tests.reliability._issuer DATABASE`: sets Django up once. Each line on stdin is a number of steps: a forked child does
the jobs that are due and kills itself at that step (a call or a return of any Python or C function); 0 lets it finish. The
answer is "killed" or "done". Nothing here waits for a clock, so the same numbers kill at the same places on a busy machine.
"""

import os
import signal
import sys
from itertools import count
from typing import Any


def main(database: str) -> None:
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from hcec.core import outbox

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            if int(line):
                die_at(int(line))
            outbox.run_all_due(limit=10_000)
            os._exit(0)
        _, how = os.waitpid(child, 0)
        print("killed" if os.WIFSIGNALED(how) else "done", flush=True)


def die_at(step: int) -> None:
    steps = count(1)

    def step_on(frame: Any, event: str, about: Any) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(step_on)


if __name__ == "__main__":
    main(sys.argv[1])
