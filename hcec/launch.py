"""bin/demo and bin/manage: the whole portal on this machine by one command. No Django here.

What is promised to callers from outside is in docs/contract.md.
"""

import argparse
import errno
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from hcec.embedded import Busy, NotStarted
from hcec.place import Place, shape_of_the_code, static_of_the_code
from hcec.supervise import Process, Supervisor, wait_until
from hcec.translations import compile_all

WEB = ("gunicorn", "-c", "deploy/gunicorn.py", "hcec.wsgi")
WORKER = (
    "celery",
    "-A",
    "hcec",
    "worker",
    "--concurrency=2",
    "--without-gossip",
    "--without-mingle",
    "--loglevel=INFO",
)
BEAT = ("celery", "-A", "hcec", "beat", "--loglevel=INFO")
MADE_HERE = (
    "postgres", "postgres.new", "valkey", "run", "media", "mail", "static", "log", "secrets",
    "prepared.json", "running.json", "beat-schedule", "beat-schedule.db",
)  # fmt: skip


class Stop(Exception):
    """The demo cannot go on; the message is for the person at the keyboard."""


def say(text: str) -> None:
    """Progress goes to stderr; stdout carries only the accounts and the ready line."""
    print(text, file=sys.stderr, flush=True)


def demo(arguments: list[str]) -> None:
    """Serve until Ctrl-C, or print the accounts."""
    parser = argparse.ArgumentParser(prog="bin/demo", description="The whole portal on this machine.")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and start over")
    parser.add_argument(
        "--accounts", action="store_true", help="print the demo accounts as JSON, and nothing else"
    )
    parser.add_argument("--scale", choices=["small", "national"], default="small", help="how much to invent")
    options = parser.parse_args(arguments)
    place = Place.of_environment()
    if options.accounts:
        print(accounts(place, options.scale))
    else:
        Demo(place, options.scale, fresh=options.fresh).run()


def accounts(place: Place, scale: str) -> str:
    with place.joined_or_held("accounts") as held:
        if held:
            prepare(place, scale)
        return place.manage("demo_accounts", "--json", stdout=subprocess.PIPE, text=True).stdout.strip()


def manage(arguments: list[str]) -> None:
    """manage.py in the demo's environment."""
    place = Place.of_environment()
    compile_all()
    with place.joined_or_held("manage"):
        code = place.manage(*arguments, check=False).returncode
    sys.exit(code)


def prepare(place: Place, scale: str) -> None:
    """Bring database, static files and data to what the code expects; nothing when they are there already."""
    compile_all()
    wanted = {"shape": shape_of_the_code(), "static": static_of_the_code(), "scale": scale}
    steps = {
        "shape": {
            "Migrating the database": ["migrate", "--verbosity=0"],
            "Loading reference data": ["load_reference"],
        },
        "static": {"Collecting static files": ["collectstatic", "--noinput", "--verbosity=0"]},
        "scale": {"Inventing people and activity": ["demo_data", f"--scale={scale}"]},
    }
    done = place.recall("prepared")
    if place.given:  # what another database holds is not known here
        done.pop("shape", None)
    for name, commands in steps.items():
        if done.get(name) == wanted[name]:
            continue
        for title, command in commands.items():
            say(f"{title} ...")
            if place.manage(*command, check=False, stdout=sys.stderr).returncode:
                raise Stop(f"{title} failed. If the database is of another version: bin/demo --fresh")
        done[name] = wanted[name]
        place.remember("prepared", done)


class Demo:
    """One run of bin/demo, from taking the folder to the last process ended."""

    def __init__(self, place: Place, scale: str, *, fresh: bool) -> None:
        self.place = place
        self.scale = scale
        self.fresh = fresh
        self.port = int(place.env["PORT"])
        self.address = f"http://127.0.0.1:{self.port}"
        self.supervisor = Supervisor(say)

    def run(self) -> None:
        began = time.monotonic()
        self.supervisor.listen()
        self.take()
        try:
            if self.fresh:
                wipe(self.place)
            say(f"Starting in {self.place.var} ...")
            self.place.hold("demo")
            self.supervisor.processes += self.place.services.processes
            prepare(self.place, self.scale)
            for process in processes(self.place, self.port):
                self.supervisor.add(process).start()
            self.wait_ready()
            self.tell(time.monotonic() - began)
            self.supervisor.serve()
            say("Stopping ...")
        finally:
            self.supervisor.stop_all()
            self.place.leave()

    def take(self) -> None:
        """The folder and the port must be free. A killed demo's web server gets the time to end."""
        crashed = bool(self.place.recall("running"))
        try:
            self.place.services.take()
        except Busy:
            where = self.place.recall("running").get("HCEC_PUBLIC_URL", "another address")
            raise Stop(
                f"A demo already runs in {self.place.var} ({where}). Stop it first, or set HCEC_VAR to another folder."
            ) from None
        if not wait_until(lambda: port_is_free(self.port), seconds=15 if crashed else 0.5, pause=0.2):
            raise Stop(
                f"Port {self.port} is taken by another program. Choose another: PORT={self.port + 1} bin/demo"
            )

    def wait_ready(self) -> None:
        say("Waiting until everything answers ...")

        def look() -> bool:
            self.supervisor.look()
            return answers(f"{self.address}/readyz") == 200

        if not wait_until(look, seconds=90, pause=0.25):
            raise Stop(
                f"The portal did not become ready:\n{self.supervisor.processes[-3].tail()}\nLogs: {self.place.var}/log"
            )

    def tell(self, seconds: float) -> None:
        told = place_accounts(self.place)
        print(f"\nThe portal is at {self.address} (ready after {seconds:.1f} s). Demo accounts:\n")
        print(as_table(told))
        print("\nOn the sign-in page each of them is one click away. Ctrl-C stops everything.")
        print(f"ready {self.address}", flush=True)


def processes(place: Place, port: int) -> list[Process]:
    """Web, worker and beat, as in docker-compose.yml."""
    return [
        place.process("web", *WEB, f"--bind=127.0.0.1:{port}"),
        place.process("worker", *WORKER),
        place.process("beat", *BEAT),
    ]


def wipe(place: Place) -> None:
    """Remove what a demo made, by name: the folder may hold other things. The lock is held."""
    if place.given:
        raise Stop("--fresh does not empty a database of yours (DATABASE_URL, REDIS_URL); empty it yourself.")
    say(f"Throwing away the demo's data in {place.var} ...")
    for name in MADE_HERE:
        path = place.var / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def place_accounts(place: Place) -> list[dict]:
    return json.loads(place.manage("demo_accounts", "--json", stdout=subprocess.PIPE, text=True).stdout)


def as_table(accounts: list[dict]) -> str:
    """Role, level, place, e-mail and password, in columns."""
    columns = ("role", "level", "place", "email", "password", "totp_secret")
    rows = [tuple(str(account.get(column) or "") for column in columns) for account in accounts]
    rows.insert(0, tuple(column.replace("_", " ") for column in columns))
    widths = [max(len(row[number]) for row in rows) for number in range(len(columns))]
    return "\n".join(
        "  " + "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                return False
            raise Stop(f"Port {port} cannot be used: {fault.strerror}") from None
    return True


def answers(url: str) -> int:
    """The status that a GET gets; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  our own http address
            return response.status
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return 0


def main() -> None:
    os.umask(0o022)
    name, *arguments = sys.argv[1:]
    try:
        {"demo": demo, "manage": manage}[name](arguments)
    except (Stop, NotStarted) as problem:
        say(str(problem))
        sys.exit(1)


if __name__ == "__main__":
    main()
