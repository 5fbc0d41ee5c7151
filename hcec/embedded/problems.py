"""What can stop the embedded services, and the servers that a killed parent left behind."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path


class Busy(Exception):
    """Another process already runs services in this folder."""


class NotStarted(Exception):
    """A service did not come up; the message carries the end of its log."""


def end_leftover(note: Path, data: Path, by: signal.Signals) -> None:
    """End a server of ours that outlived a killed parent; a note of anybody else's process is only removed.

    The caller holds the lock, so nobody legitimate can be using the folder.
    """
    try:
        pid = int(note.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return
    for signal_number, seconds in ((by, 20.0), (signal.SIGKILL, 5.0)):
        end = time.monotonic() + seconds
        if _works_in(pid, data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal_number)
        while _works_in(pid, data) and time.monotonic() < end:
            time.sleep(0.05)
    note.unlink(missing_ok=True)


def _works_in(pid: int, data: Path) -> bool:
    """Whether this process lives and its working folder is the data folder (both servers go there at start)."""
    with contextlib.suppress(OSError):
        if sys.platform == "linux":
            return os.readlink(f"/proc/{pid}/cwd") == str(data.resolve())
        told = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return str(data) in told.stdout
    return False
