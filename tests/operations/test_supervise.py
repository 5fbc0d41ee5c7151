"""Processes side by side."""

import os
import signal
import subprocess
import sys
import time

import pytest

from hcec.place import ROOT
from hcec.supervise import Process, Supervisor, wait_until

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def supervisor():
    told = []
    supervisor = Supervisor(told.append)
    supervisor.told = told
    yield supervisor
    supervisor.stop_all()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_who_dies_is_started_again(supervisor, tmp_path):
    process = supervisor.add(Process("sleeper", SLEEPER, log=tmp_path / "log"))
    process.start()
    first = process.child.pid
    os.kill(first, signal.SIGKILL)
    process.child.wait()

    def again() -> bool:
        supervisor.look()
        return process.running

    assert wait_until(again, seconds=10)
    assert process.child.pid != first
    assert "sleeper ended (-9)" in supervisor.told[0]


def test_who_keeps_dying_is_started_less_and_less_often(supervisor, tmp_path):
    process = supervisor.add(
        Process("broken", [sys.executable, "-c", "raise SystemExit(3)"], log=tmp_path / "log")
    )
    process.start()
    end = time.monotonic() + 3
    while time.monotonic() < end:
        supervisor.look()
        time.sleep(0.02)
    assert [line.split(" in ")[1].split(",")[0] for line in supervisor.told[:2]] == ["0.5 s", "1 s"]
    assert process.failures <= 3


def test_who_does_not_stop_is_killed_when_the_grace_is_over(tmp_path):
    process = Process("stubborn", STUBBORN, log=tmp_path / "log", grace=0.3)
    process.start()
    assert wait_until(lambda: "deaf" in process.tail(), seconds=10)
    pid = process.child.pid
    process.stop()
    assert not alive(pid)


def test_later_ranks_stop_before_the_services(supervisor, tmp_path):
    order = []
    for name, rank in (("database", 0), ("web", 1)):
        process = supervisor.add(Process(name, SLEEPER, log=tmp_path / name, rank=rank))
        process.wait_stopped = lambda name=name, stop=process.wait_stopped: (stop(), order.append(name))
        process.start()
    supervisor.stop_all()
    assert order == ["web", "database"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_killed_parent_leaves_no_orphan(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from hcec.supervise import Process\n"
        f"process = Process('child', {SLEEPER!r}, log=Path({str(tmp_path / 'log')!r})); process.start()\n"
        "print(process.child.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    assert wait_until(lambda: not alive(child), seconds=10)
