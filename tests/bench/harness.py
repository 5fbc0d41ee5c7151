"""What all benchmarks stand on: a private house (durable PostgreSQL, Valkey, gunicorn, worker) and one form of report.

with house("booking") as here:
    here.manage("load_reference")
    ... here.address, here.connect(), here.django() ...
report("booking", pairs=[Pair("one hot session", ours, "plain psycopg2", theirs, "decisions/s")], counts={...}, json=json)
"""

import json as jsonlib
import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from hcec.launch import BEAT, WEB, WORKER, answers
from hcec.place import ROOT, Place
from hcec.supervise import Process, wait_until


@dataclass
class House:
    """A running portal of this benchmark's own. `env` is the environment of all its processes."""

    place: Place
    port: int
    processes: dict[str, Process] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        return self.place.env

    def manage(self, *arguments: str) -> None:
        """Run manage.py; what it prints goes to stderr."""
        self.place.manage(*arguments, stdout=sys.stderr)

    def connect(self) -> Any:
        """A psycopg2 connection to the house's database, with no Django in between."""
        postgres = self.place.services.postgres
        if postgres is None:
            raise RuntimeError("benchmarks measure their own PostgreSQL: unset DATABASE_URL")
        return postgres.connect("hcec")

    def django(self) -> None:
        """Set Django up in this process, on the house's database (for factories and checks). Once per process."""
        os.environ.update(
            {name: self.env[name] for name in self.env if name.startswith(("HCEC_", "DJANGO_"))}
        )
        os.environ.update({name: self.env[name] for name in ("DATABASE_URL", "REDIS_URL")})
        import django

        django.setup()

    def start(self, name: str) -> None:
        process = self.processes[name]
        process.start()
        if name == "web":
            self._be_sure_it_is_ours(process)

    def _be_sure_it_is_ours(self, web: Process) -> None:
        """A server left over on the port would be measured in our stead."""
        ours = f"Listening at: {self.address} ("
        if not wait_until(lambda: ours in web.log.read_text(), seconds=60, process=web):
            raise RuntimeError(f"the web server did not take port {self.port}:\n{web.tail()}")
        if not wait_until(lambda: answers(f"{self.address}/healthz") == 200, seconds=60, process=web):
            raise RuntimeError(f"the web server does not answer:\n{web.tail()}")

    def stop(self) -> None:
        for process in reversed(self.processes.values()):
            process.ask_to_stop()
        for process in self.processes.values():
            process.wait_stopped()


def migrated(here: House) -> None:
    """The house's database from its migrations, its static files collected."""
    here.manage("migrate", "--verbosity=0")
    here.manage("collectstatic", "--noinput", "--verbosity=0")


@contextmanager
def house(
    name: str,
    *,
    web: bool = True,
    worker: bool = True,
    beat: bool = False,
    settings: str = "hcec.settings",
    keep: bool = False,
    folder: Path | None = None,
    prepare: Callable[[House], None] = migrated,
    **environment: str,
) -> Iterator[House]:
    """A migrated, empty portal in a folder of its own; everything ends with the block.

    `keep` leaves the database for the next run (national scale). `environment` adds to that of the processes,
    such as WEB_CONCURRENCY="2". Without `web` or `worker` they are described in `processes` but not started.
    `prepare` brings the database to its shape by another way than the migrations.
    """
    folder = folder or Path(os.environ.get("HCEC_VAR") or ROOT / "var").resolve() / "bench" / name
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    plain = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    place = Place(folder, plain)
    port = free_port()
    place.env |= {
        "HCEC_DEMO": "1",
        "HCEC_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HCEC_LOG": "WARNING",
        "DJANGO_SETTINGS_MODULE": settings,
        **environment,
    }
    here = House(place, port)
    place.hold("bench")
    try:
        prepare(here)
        here.processes = {
            "web": place.process("web", *WEB, f"--bind=127.0.0.1:{port}"),
            "worker": place.process("worker", *WORKER),
            "beat": place.process("beat", *BEAT),
        }
        for process, wanted in (("web", web), ("worker", worker), ("beat", beat)):
            if wanted:
                here.start(process)
        yield here
    finally:
        here.stop()
        place.leave()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Pair:
    """Two things measured in turns in the same run. Give every round; medians are compared.

    `ratio` says how many times better ours is: ours / peer, or peer / ours where `less` is better (times, bytes).
    """

    name: str
    ours: list[float]
    peer_name: str
    peer: list[float]
    unit: str
    less: bool = False

    @property
    def ratio(self) -> float:
        ours, peer = median(self.ours), median(self.peer)
        above, below = (peer, ours) if self.less else (ours, peer)
        return above / below if below else float("inf")

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": median(self.ours),
            "peer_name": self.peer_name,
            "peer": median(self.peer),
            "ratio": round(self.ratio, 3),
            "better": "less" if self.less else "more",
            "rounds": {"ours": self.ours, "peer": self.peer},
        }


def report(
    name: str,
    *,
    pairs: list[Pair],
    counts: dict[str, Any],
    must: dict[str, bool],
    json: bool,
    notes: str = "",
) -> None:
    """Print the result and exit: 0 when every `must` (a sentence and whether it held) is true, else 1."""
    facts = {
        "benchmark": name,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "commit": commit(),
        "pairs": [pair.as_dict() for pair in pairs],
        "counts": counts,
        "must": must,
        "ok": all(must.values()),
        "notes": notes,
    }
    print(jsonlib.dumps(facts, indent=1, ensure_ascii=False) if json else as_text(facts))
    sys.exit(0 if facts["ok"] else 1)


def as_text(facts: dict[str, Any]) -> str:
    box = facts["machine"]
    lines = [
        f"{facts['benchmark']}, {facts['date']}, commit {facts['commit']}",
        f"{box['cpus']} cores of {box['cpu']}, {box['memory_gb']} GB, {box['system']}, Python {box['python']}",
        "",
    ]
    for pair in facts["pairs"]:
        lines.append(
            f"{pair['name']}: {pair['ours']:,.4g} {pair['unit']}; {pair['peer_name']}: {pair['peer']:,.4g};"
            f" ratio {pair['ratio']:,.3g} ({pair['better']} is better)"
        )
    lines += [f"{name}: {value}" for name, value in facts["counts"].items()]
    lines += [f"{'held  ' if held else 'BROKEN'} {sentence}" for sentence, held in facts["must"].items()]
    return "\n".join([*lines, *([facts["notes"]] if facts["notes"] else [])])


def machine() -> dict[str, Any]:
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cpu": _processor(),
        "cpus": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )


def commit() -> str:
    told = subprocess.run(
        ["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"
