"""Load over HTTP/1.1 with kept-alive connections, made ready as bytes beforehand so that the client costs little.

Run as a process of its own: `python -m tests.bench._load HOST PORT CLIENTS [PATIENCE] < wishes.json > answers.json`, where
a wish is a whole request as text. Each client asks, hears, and takes the next wish, in the order given. A request whose
answer was lost is asked again, for PATIENCE seconds; with patience a server error is asked again too. Each answer is a dot on
stderr, so that who started this knows how far it is.
"""

import asyncio
import json
import sys
import time
from contextlib import suppress
from typing import Any

GAVE_UP = 599
LONGEST = 60.0  # seconds after which an answer counts as lost
LOST = (OSError, asyncio.IncompleteReadError, TimeoutError)


async def ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, str, bytes, bool]:
    """Send one request and read its whole answer: status, where it leads, body, and whether the connection stays."""
    async with asyncio.timeout(LONGEST):
        return await _ask(reader, writer, request)


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, str, bytes, bool]:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    if fields.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
    else:
        body = await reader.readexactly(int(fields.get("content-length", "0")))
    stays = fields.get("connection", "").lower() != "close"
    # The Refresh header of the queue's page is all that is needed of the rest.
    place = fields.get("location", "") or fields.get("refresh", "")
    return int(lines[0].split()[1]), place, body, stays


async def client(
    host: str, port: int, wishes: list[tuple[int, bytes]], answers: list[Any], patience: float = 0.0
) -> None:
    """One connection, opened again when it is lost; a lost request is asked again (its key makes it one)."""
    reader = writer = None
    while wishes:
        number, request = wishes.pop()
        asked = time.monotonic()
        status, place, lost, refused = 0, "", 0, 0
        while not status:
            try:
                if writer is None:
                    reader, writer = await asyncio.open_connection(host, port)
                status, place, _body, stays = await ask(reader, writer, request)  # type: ignore[arg-type]
                if not stays:
                    writer = await shut(writer)
            except LOST:
                lost, writer = lost + 1, await shut(writer)
                await asyncio.sleep(0.02 if lost < 20 else 0.2)
            over = time.monotonic() - asked > patience
            if status >= 500 and not over:
                status, refused = 0, refused + 1
                await asyncio.sleep(0.1)
            if not status and over and lost > 20:
                status = GAVE_UP
        answers[number] = (status, place, asked, time.monotonic(), lost, refused)
        print(".", end="", file=sys.stderr, flush=True)
    await shut(writer)


async def shut(writer: asyncio.StreamWriter | None) -> None:
    """Close a connection for good, whatever state it is in."""
    if writer is not None:
        writer.close()
        with suppress(*LOST):
            await writer.wait_closed()


async def run(
    host: str, port: int, clients: int, requests: list[str], patience: float = 0.0
) -> dict[str, Any]:
    """Each answer: status, where it leads, asked, heard, connections lost, server errors asked again."""
    wishes = [(number, text.encode()) for number, text in enumerate(requests)][::-1]
    answers: list[Any] = [None] * len(requests)
    begin = time.monotonic()
    await asyncio.gather(*(client(host, port, wishes, answers, patience) for _ in range(clients)))
    return {"seconds": time.monotonic() - begin, "answers": answers}


if __name__ == "__main__":
    HOST, PORT, CLIENTS, *PATIENCE = sys.argv[1:]
    patience = float(PATIENCE[0]) if PATIENCE else 0.0
    print(json.dumps(asyncio.run(run(HOST, int(PORT), int(CLIENTS), json.load(sys.stdin), patience))))
