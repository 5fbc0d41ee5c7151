"""The two services of one folder: lock, start, wait, stop."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from hcec.embedded.postgres import Postgres, lent_to
from hcec.embedded.problems import Busy, NotStarted
from hcec.embedded.valkey import Valkey
from hcec.supervise import Process, wait_until

# A Unix socket's path may have 103 bytes on every system we run on; the longest name is /.s.PGSQL.5432.
LONGEST_FOLDER = 103 - len("/.s.PGSQL.5432")


class Services:
    """PostgreSQL and Valkey with their data in one folder.

    `durable` keeps what was committed even when the machine dies; without it (tests) nothing waits for the disk.
    """

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self.folder = folder.resolve()
        self.durable = durable
        self.processes: list[Process] = []
        self.postgres: Postgres | None = None
        self.sockets: Path | None = None
        self.lock: int | None = None

    def take(self) -> None:
        """Hold the folder for this process; ends with the process, however it ends. Raises Busy."""
        if self.lock is not None:
            return
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise Busy(self.folder) from None
        self.lock = lock

    def start(self, *, postgres: bool = True, valkey: bool = True) -> dict[str, str]:
        """Start what is wanted and return the environment that leads there. Raises Busy or NotStarted."""
        self.take()
        try:
            self.sockets = socket_folder(self.folder)
            started: list[tuple[Process, Callable[[], bool]]] = []
            urls = {}
            if postgres:
                self.postgres = Postgres(self.folder, self.sockets, durable=self.durable)
                started.append((self.postgres.process(), self.postgres.answers))
                urls["DATABASE_URL"] = self.postgres.url("hcec")
            if valkey:
                server = Valkey(self.folder, self.sockets, durable=self.durable)
                started.append((server.process(), server.answers))
                urls["REDIS_URL"] = server.url
            self._start_all(started)
            if self.postgres:
                self.postgres.create_database("hcec")
            return urls
        except BaseException:
            self.stop()
            raise

    def _start_all(self, started: list[tuple[Process, Callable[[], bool]]]) -> None:
        for process, _answers in started:
            process.start()
            self.processes.append(process)
        for process, answers in started:
            if not wait_until(answers, seconds=60, process=process):
                raise NotStarted(f"{process.name} did not start:\n{process.tail()}")

    def stop(self) -> None:
        """Stop cleanly (fast shutdown, append-only file closed) and let the folder go."""
        for process in self.processes:
            process.ask_to_stop()
        for process in self.processes:
            process.wait_stopped()
        self.processes = []
        if self.postgres:
            self.postgres.close()
            self.postgres = None
        if self.sockets and self.sockets.parent != self.folder:
            shutil.rmtree(self.sockets, ignore_errors=True)
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None


def socket_folder(folder: Path) -> Path:
    """Where the sockets go: `folder`/run, or a short folder of our own where that name is too long or odd."""
    run = folder / "run"
    if len(os.fsencode(run)) > LONGEST_FOLDER or re.search(r"[^\w./-]", str(run), re.ASCII):
        run = Path(tempfile.mkdtemp(prefix="hcec-", dir="/tmp"))  # short by intention
    run.mkdir(exist_ok=True)
    run.chmod(0o700)
    if owner := lent_to(folder / "postgres"):  # root as owner, PostgreSQL as group, nobody else
        os.chown(run, 0, owner[1])
        run.chmod(0o770)
    return run
