"""Runs the portal's processes side by side: own process group each, restart with back-off, clean stop.

No Django here: this must work before, during and after Django.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent(by: int) -> Callable[[], None] | None:
    """Linux only: the child gets signal `by` when we are killed, so that kill -9 of the demo leaves no orphans."""
    if _libc is None:
        return None
    parent = os.getpid()

    def ask() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, by)
        if os.getppid() != parent:
            os._exit(1)

    return ask


@dataclass
class Process:
    """One child with its log. `stop_signal` goes to the leader only; the group is killed when the grace is over."""

    name: str
    command: Sequence[str]
    log: Path
    env: dict[str, str] | None = None
    cwd: Path | str | None = None
    stop_signal: int = signal.SIGTERM
    grace: float = 15.0
    rank: int = 1
    options: dict = field(default_factory=dict)
    child: subprocess.Popen | None = None
    failures: int = 0
    started: float = 0.0
    restart_at: float = 0.0

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.env,
                cwd=self.cwd,
                start_new_session=True,
                preexec_fn=_die_with_parent(self.stop_signal),
                **self.options,
            )
        self.started = time.monotonic()

    @property
    def running(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def ask_to_stop(self) -> None:
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                self.child.send_signal(self.stop_signal)  # type: ignore[union-attr]

    def wait_stopped(self) -> None:
        """Wait for the leader, kill what is left of the group."""
        if self.child is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.child.wait(self.grace)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        self.child = None

    def stop(self) -> None:
        self.ask_to_stop()
        self.wait_stopped()

    def tail(self, lines: int = 15) -> str:
        """The end of the log, to show when a start fails."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def wait_until(
    true: Callable[[], bool], *, seconds: float, process: Process | None = None, pause: float = 0.03
) -> bool:
    """Ask again and again until it is true, the time is over, or the process died."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        if process is not None and not process.running:
            return true()  # it may have ended well between the two looks
        time.sleep(pause)
    return False


class Supervisor:
    """Keeps processes alive until it is told to stop (SIGINT, SIGTERM or SIGHUP)."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.processes: list[Process] = []
        self.say = say
        self.serving = False
        self.stopping = False

    def add(self, process: Process) -> Process:
        self.processes.append(process)
        return process

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told)

    def _told(self, number: int, frame: object) -> None:
        """While serving finish the round; before that leave whatever was being prepared; a second time change nothing."""
        first, self.stopping = not self.stopping, True
        if first and not self.serving:
            raise SystemExit(128 + number)

    def look(self) -> None:
        """Restart whoever died; the longer a process keeps failing, the longer the pause (0.5 to 30 s)."""
        now = time.monotonic()
        for process in self.processes:
            if process.running or self.stopping:
                continue
            if process.child is not None:
                code = process.child.returncode
                process.wait_stopped()
                process.failures = 1 if now - process.started > 60 else process.failures + 1
                pause = min(30.0, 0.5 * 2 ** (process.failures - 1))
                process.restart_at = now + pause
                self.say(
                    f"{process.name} ended ({code}); starting it again in {pause:g} s, see {process.log}"
                )
            if now >= process.restart_at:
                process.start()

    def serve(self) -> None:
        self.serving = True
        while not self.stopping:
            self.look()
            time.sleep(0.2)

    def stop_all(self) -> None:
        """Stop in reverse order of starting: what leans on the database goes first, all of one rank together."""
        for rank in sorted({process.rank for process in self.processes}, reverse=True):
            together = [process for process in self.processes if process.rank == rank]
            for process in together:
                process.ask_to_stop()
            for process in together:
                process.wait_stopped()
