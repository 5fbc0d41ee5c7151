"""Load over HTTP/1.1 with kept-alive connections, made ready as bytes beforehand so that the client costs little.

Run as a process of its own: `python -m tests.bench._load HOST PORT CLIENTS < wishes.json > answers.json`, where a
wish is a whole request as text. Each client asks, hears, and takes the next wish, in the order given.
"""

import asyncio
import json
import sys
import time
from typing import Any


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, str]:
    """Send one request and read its whole answer; status and where it leads."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    await reader.readexactly(int(fields.get("content-length", "0")))
    return int(lines[0].split()[1]), fields.get("location", "")


async def client(host: str, port: int, wishes: list[tuple[int, bytes]], answers: list[Any]) -> None:
    """One connection, opened again when it is lost; a lost request is asked again (its key makes it one)."""
    reader = writer = None
    while wishes:
        number, request = wishes.pop()
        asked = time.monotonic()
        status, place, lost = 0, "", 0
        while not status:
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection(host, port)
                status, place = await ask(reader, writer, request)  # type: ignore[arg-type]
            except (OSError, asyncio.IncompleteReadError):
                lost, writer = lost + 1, None
                if lost > 20:
                    status = 599
        answers[number] = (status, place, asked, time.monotonic(), lost)
    if writer is not None:
        writer.close()


async def run(host: str, port: int, clients: int, requests: list[str]) -> dict[str, Any]:
    wishes = [(number, text.encode()) for number, text in enumerate(requests)][::-1]
    answers: list[Any] = [None] * len(requests)
    begin = time.monotonic()
    await asyncio.gather(*(client(host, port, wishes, answers) for _ in range(clients)))
    return {"seconds": time.monotonic() - begin, "answers": answers}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), json.load(sys.stdin)))))
