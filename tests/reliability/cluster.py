"""A portal of the drill's own: durable PostgreSQL, Valkey and gunicorn, in the shape of a database that is migrated already."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hcec.place import ROOT
from tests.bench.harness import House, house

INSIDE = "tests.reliability.inside"


@contextmanager
def cluster(folder: Path, prepare: Callable[[House], None]) -> Iterator[House]:
    """Web, PostgreSQL (fsync on) and Valkey; no worker: what it would do, `judged` does."""
    settings = "tests.reliability.settings"
    with house("drill", worker=False, settings=settings, folder=folder, prepare=prepare) as here:
        yield here


def shaped_as(source: dict[str, Any]) -> Callable[[House], None]:
    """Prepare a house by copying this database (Django's description of it): seconds instead of all migrations."""

    def copy(here: House) -> None:
        postgres = here.place.services.postgres
        assert postgres is not None
        programs = postgres.programs()
        out = [
            programs / "pg_dump",
            "--no-owner",
            f"--dbname={source['NAME']}",
            f"--username={source['USER']}",
        ]
        out += [f"--host={source['HOST']}"] if source["HOST"] else []
        out += [f"--port={source['PORT']}"] if source["PORT"] else []
        there = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--username=hcec", "--dbname=hcec"]
        shape = subprocess.run(out, check=True, capture_output=True).stdout
        psql = [programs / "psql", f"--host={postgres.sockets}", *there]
        subprocess.run([*psql, "--command=CREATE ROLE hcec_branch NOLOGIN NOINHERIT"], check=True)
        subprocess.run(psql, input=shape, check=True, stdout=subprocess.DEVNULL)
        (here.place.var / "static").mkdir(exist_ok=True)  # whitenoise warns where it is missing

    return copy


def staged(here: House, *, people: int, sessions: int, seats: int) -> dict[str, Any]:
    """Signed-in people and sessions open for booking: {"people": [[key, cookie]], "sessions": [key],
    "email" and "password" of somebody who can sign in, "broken": what an empty portal lacks}."""
    return inside(here, "stage", people=people, sessions=sessions, seats=seats)


def judged(here: House) -> dict[str, list[str]]:
    """Do every job that is due, then ask every truth of the database: the broken ones by name, with some rows."""
    return inside(here, "judge")


def inside(here: House, what: str, **facts: int) -> Any:
    """Run one function of inside.py in a process of the house's own Django."""
    command = [sys.executable, "-m", INSIDE, what]
    done = subprocess.run(
        command,
        input=json.dumps(facts),
        env=here.env,
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
