"""So many people at a live queue, each as a browser: she looks, waits as long as the page says, looks again, books, reads.

Run as a process of its own: `python -m tests.bench._queue HOST PORT SESSION CONNECTIONS < people.json > stories.json`, where
a person is [cookie, seconds until she comes]. Requests share so many connections, as those of a proxy in front.
"""

import asyncio
import json
import random
import re
import sys
import time
from dataclasses import asdict, dataclass, field

from tests.bench._load import LOST, ask, shut

BEFORE = re.compile(rb'id="place-head">[^<\d]*([\d,]+)')
FIELD = re.compile(rb'name="(ticket|idempotency_key)" value="([^"]+)"')
CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="(\w+)"')
SECOND_WINDOW = 0.05  # how many of the looks are made twice at once
MOST_LOOKS = 200


@dataclass
class Story:
    """What one person saw: her looks [when, state, people before her], her answer, and how long each request took."""

    looks: list[tuple[float, str, int]] = field(default_factory=list)
    windows: list[tuple[int, int]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    look_seconds: list[float] = field(default_factory=list)
    answer_seconds: float = 0.0
    answered: float = 0.0
    place: str = ""
    lost: int = 0


class Door:
    """The connections to the house that all people share."""

    def __init__(self, host: str, port: int, connections: int) -> None:
        self.host, self.port = host, port
        self.idle: asyncio.LifoQueue = asyncio.LifoQueue()
        for _ in range(connections):
            self.idle.put_nowait(None)

    async def ask(self, request: str, story: Story) -> tuple[int, str, bytes]:
        line = await self.idle.get()
        try:
            while True:
                fresh = line is None
                try:
                    line = line or await asyncio.open_connection(self.host, self.port)
                    status, place, body, stays = await ask(*line, request.encode())
                    break
                except LOST:  # one that rested too long was closed meanwhile; a fresh one must hold
                    line = await shut(line and line[1])
                    if fresh:
                        story.lost += 1
                        await asyncio.sleep(0.1)
            if not stays:
                line = await shut(line[1])
        finally:
            self.idle.put_nowait(line)
        story.statuses.append(status)
        return status, place, body


def get(path: str, cookie: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"


async def live(door: Door, session: int, cookie: str, comes: float, chance: random.Random) -> Story:
    """One person from her coming to her answer."""
    story, page = Story(), f"/tests/{session}/queue"
    await asyncio.sleep(comes)
    for _ in range(MOST_LOOKS):
        began = time.monotonic()
        status, refresh, body = await door.ask(get(page, cookie), story)
        story.look_seconds.append(time.monotonic() - began)
        fields = dict(FIELD.findall(body))
        if status != 200 or b"ticket" in fields:
            story.looks.append((time.time(), "in" if fields else "away", 0))
            break
        found = BEFORE.search(body)
        before = int(found[1].replace(b",", b"")) if found else -1
        story.looks.append((time.time(), "wait" if found else "early", before))
        if found and chance.random() < SECOND_WINDOW:
            _status, _refresh, again = await door.ask(get(page, cookie), story)
            second = BEFORE.search(again)
            story.windows.append((before, int(second[1].replace(b",", b"")) if second else 0))
        await asyncio.sleep(float(refresh or 3))
    else:
        return story
    if not fields:
        return story
    token = CSRF.search(body)
    typed = {name.decode(): value.decode() for name, value in fields.items()}
    typed["csrfmiddlewaretoken"] = token[1].decode() if token else ""
    content = "&".join(f"{name}={value.replace(':', '%3A')}" for name, value in typed.items())
    post = (
        f"POST /tests/{session}/book HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(content)}\r\n\r\n{content}"
    )
    began = time.monotonic()
    status, story.place, _body = await door.ask(post, story)
    if status == 302:
        await door.ask(get(story.place, cookie), story)
    story.answer_seconds, story.answered = time.monotonic() - began, time.time()
    return story


async def run(
    host: str, port: int, session: int, connections: int, people: list[tuple[str, float]]
) -> list[dict]:
    door, chance = Door(host, port, connections), random.Random(2569)
    stories = await asyncio.gather(*(live(door, session, *person, chance) for person in people))
    return [asdict(story) for story in stories]


if __name__ == "__main__":
    HOST, PORT, SESSION, CONNECTIONS = sys.argv[1:]
    people = json.load(sys.stdin)
    print(json.dumps(asyncio.run(run(HOST, int(PORT), int(SESSION), int(CONNECTIONS), people))))
