"""A wire to the live server that can be cut: the network is then gone for the page and for its service worker alike."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Wire:
    """Passes every connection on to the server's port, until it is cut."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.whole = True
        self.ends: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.door.getsockname()[1]}"
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self) -> None:
        with suppress(OSError):  # the door was closed: the test is over
            while True:
                near, _address = self.door.accept()
                if self.whole:
                    self.join(near, socket.create_connection(("localhost", self.target)))
                else:
                    near.close()

    def join(self, near: socket.socket, far: socket.socket) -> None:
        self.ends += [near, far]
        for source, drain in ((near, far), (far, near)):
            threading.Thread(target=pass_on, args=(source, drain), daemon=True).start()

    def cut(self) -> None:
        """Drop every connection and refuse new ones."""
        self.whole = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.ends.clear()

    def mend(self) -> None:
        self.whole = True


def pass_on(source: socket.socket, drain: socket.socket) -> None:
    """Copy bytes until one side ends, then end the other."""
    with suppress(OSError):
        while data := source.recv(65536):
            drain.sendall(data)
    for end in (source, drain):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """A wire for the length of a test."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.cut()
        wire.door.close()
