"""Faults at will: kill -9, a server that stops answering, an emptied one; and how each is mended."""

import contextlib
import os
import signal
from pathlib import Path

from hcec.embedded.valkey import Valkey
from hcec.supervise import Process, wait_until
from tests.bench.harness import House


def children_of(pid: int) -> list[int]:
    """The processes that this one started and that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(") ")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return sorted(found)


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def kill_a_web_worker(here: House) -> None:
    """kill -9 of the oldest of gunicorn's workers; its master starts another."""
    web = here.processes["web"].child
    assert web is not None
    for pid in children_of(web.pid)[:1]:
        kill(pid)


def service(here: House, name: str) -> Process:
    return next(process for process in here.place.services.processes if process.name == name)


def kill_service(here: House, name: str) -> None:
    """kill -9 of a server and of everything it started."""
    process = service(here, name)
    assert process.child is not None
    family = [process.child.pid, *children_of(process.child.pid)]
    for pid in family:
        kill(pid)
    process.child.wait()


def start_service(here: House, name: str) -> None:
    """Start a killed server on the data that it left behind; it answers when this returns."""
    services = here.place.services
    assert services.postgres is not None and services.sockets is not None
    made: Valkey | object = services.postgres
    if name == "valkey":
        made = Valkey(services.folder, services.sockets, durable=services.durable)
    services.processes.remove(service(here, name))
    fresh = made.process()  # type: ignore[attr-defined]
    services.processes.append(fresh)
    fresh.start()
    assert wait_until(made.answers, seconds=60, process=fresh), fresh.tail()  # type: ignore[attr-defined]


def restart_service(here: House, name: str) -> None:
    kill_service(here, name)
    start_service(here, name)


@contextlib.contextmanager
def silent(here: House, name: str):
    """A server that takes connections and never answers: the black hole. It goes on when the block ends."""
    child = service(here, name).child
    assert child is not None
    os.kill(child.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(child.pid, signal.SIGCONT)
