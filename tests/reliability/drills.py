"""The drills themselves, in any size: killed web workers (G7), a killed PostgreSQL (G4), a Redis that is emptied, silent or
dead (G5). Each returns what is wrong afterwards, in sentences."""

import re
import urllib.parse
import urllib.request
from collections.abc import Sequence
from functools import partial
from http.cookiejar import CookieJar
from typing import Any
from uuid import uuid4

import redis

from tests.bench.harness import House
from tests.reliability import faults
from tests.reliability.ledger import Rush, crowd_of

PATIENCE = 90.0


def key() -> str:
    return uuid4().hex


def web_workers(here: House, session: int, people: Sequence[Any], *, seats: int, kills: int) -> list[str]:
    """Every POST is sent five times with its key while workers are killed: one row and one answer for each key."""
    rush = Rush(here, session, crowd_of(people, key, times=5), patience=PATIENCE)
    rush.run(*[partial(faults.kill_a_web_worker, here)] * kills)
    return rush.contradictions(seats)


def postgres(here: House, session: int, people: Sequence[Any], *, seats: int, kills: int) -> list[str]:
    """PostgreSQL is killed and started again; clients ask again with their keys until they hear an answer."""
    rush = Rush(here, session, crowd_of(people, key), patience=PATIENCE)
    rush.run(*[partial(faults.restart_service, here, "postgres")] * kills)
    return rush.contradictions(seats)


def valkey(
    here: House, session: int, people: Sequence[Any], *, seats: int, login: dict[str, str]
) -> list[str]:
    """Valkey is emptied, falls silent and is killed; nobody who books sees an error (no second try), and people sign in."""
    wrong: list[str] = []

    def sign_in(when: str) -> None:
        wrong.extend(f"{when}: {fault}" for fault in signing_in(here, **login))

    def emptied() -> None:
        with redis.from_url(here.env["REDIS_URL"]) as client:
            client.flushall()
        sign_in("after FLUSHALL")

    def black_hole() -> None:
        with faults.silent(here, "valkey"):
            sign_in("while Redis is silent")

    def dead() -> None:
        faults.kill_service(here, "valkey")
        sign_in("without Redis")

    rush = Rush(here, session, crowd_of(people, key))
    try:
        rush.run(emptied, black_hole, dead)
    finally:
        faults.start_service(here, "valkey")
    errors = [answer for answer in rush.answers if answer[0] >= 500 or answer[4]]
    wrong += [f"{len(errors)} people who booked saw an error or a lost connection"] * bool(errors)
    return wrong + rush.contradictions(seats)


def signing_in(here: House, *, email: str, password: str) -> list[str]:
    """Sign in as the page does it, and open a page of one's own; what went wrong."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = f"{here.address}/accounts/login/"
    try:
        form = browser.open(page, timeout=60).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token is not None
        typed = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
        answer = browser.open(page, urllib.parse.urlencode(typed).encode(), timeout=60)
        if "/accounts/login" in answer.geturl():
            return [f"nobody was signed in: {answer.geturl()}"]
        mine = browser.open(f"{here.address}/my/bookings/", timeout=60)
        return [] if mine.geturl().endswith("/my/bookings/") else [f"her own page leads to {mine.geturl()}"]
    except OSError as fault:  # urllib's errors are of this kind
        return [f"signing in failed: {fault}"]
