"""Every URL against every role: who is let in, who is asked to sign in, who is refused, who learns nothing."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from hcec.core.listing import Listing
from tests.doors.table import GET_CLOSED, HERE, ROLES, Door, Outcome
from tests.doors.world import World, all_doors

DOORS = all_doors()
# Rows that a refused request may touch: its own session.
HARMLESS = ("django_session", "SAVEPOINT", "usersessions_usersession")
# Doors at which looking is the deed itself.
WRITES_BY_GET: dict[str, str] = {
    "notice": "opening a message is reading it",
    "shared-certificate": "a holder sees each time that her link is opened",
}
# A cache may keep these: they say the same to everybody (one leaves nobody signed in).
FOR_ANYBODY = (
    "account_logout", "center-photo", "visit-worker", "desk-worker",
    "credential-did", "credential-keys", "credential-status", "credential-achievement",
    "log-checkpoint", "log-consistency", "log-entries", "log-inclusion", "log-keepsake", "log-keys", "log-tile",
)  # fmt: skip
# What a door says to everybody although it is somebody's: whoever holds a certificate shows it to be verified, and
# minutes that were published name who sat there and what was said.
MINUTES = ("person ", "committees.AgendaItem", "committees.Resolution", "committees.Sitting")
# OBEC's register names the contacts of bodies outside, who belong to no place; a body is answered about whose number it has.
REGISTER = ("person ", "verification.RegisteredBody")
# The link of a mail is the key to one question: whoever was sent it reads whose place it is about.
ASKED = ("person ", "training.Nomination")
PUBLISHED_AT: dict[str, tuple[str, ...]] = {
    "verify-number": ("person ",), "shared-certificate": ("person ",), "check-inquiry": ("person ",),
    "bodies": REGISTER, "body": REGISTER, "minutes-public": MINUTES, "minutes-public-paper": MINUTES,
    "nomination-answer": ASKED,
}  # fmt: skip


def url_names(patterns: list, namespace: str = "") -> Iterator[str]:
    """The name of every address; one without a name cannot stand in a table and is an error."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"


def outcome(response: HttpResponse) -> Outcome | int:
    """Which of the four it was; a bare status where it was none of them."""
    status = response.status_code
    if status in (301, 302, 303):
        path = urlsplit(response["Location"]).path
        return Outcome.SIGN_IN if path in (reverse("account_login"), reverse("admin:login")) else Outcome.IN
    answers = {403: Outcome.SHUT, 404: Outcome.UNKNOWN}
    return answers.get(status, Outcome.IN if status in (200, 204, 400, 405, 409, 422, 429) else status)


def writes(queries: CaptureQueriesContext) -> list[str]:
    """The statements that changed something."""
    return [
        q["sql"] for q in queries
        if q["sql"].startswith(("INSERT", "UPDATE", "DELETE")) and not any(name in q["sql"] for name in HARMLESS)
    ]  # fmt: skip


def bare(role: str, response: HttpResponse) -> set[str]:
    """The headers that every answer carries and this one lacks (G23); nothing a signed-in person sees is kept by a cache."""
    wanted = {
        "Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
        "Referrer-Policy": "", "Cross-Origin-Opener-Policy": "same-origin", "Permissions-Policy": "camera",
    }  # fmt: skip
    if role != "anonymous":
        wanted["Cache-Control"] = "no-store"
    missing = {name for name, part in wanted.items() if part not in response.get(name, "")}
    return missing | ({"unsafe"} if "unsafe-" in response.get("Content-Security-Policy", "") else set())


def sheets(
    world: World, door: Door, role: str, response: HttpResponse, kinds: tuple[str, ...]
) -> Iterator[HttpResponse]:
    """The list of the page as the files that it offers."""
    listing = response.context and response.context.get("listing")
    if isinstance(listing, Listing) and listing.exports:
        for kind in kinds:
            path = world.path(door)
            answer = world.knock(door, role, "get", path=f"{path}{'&' if '?' in path else '?'}export={kind}")
            assert "attachment" in answer["Content-Disposition"]
            yield answer


def strange(world: World, door: Door, role: str, response: HttpResponse) -> set[str]:
    """What it tells that it should not, but for what is published at this very door."""
    return {
        told for told in world.strange(role, response) if not told.startswith(PUBLISHED_AT.get(door.name, ()))
    }


def test_every_url_has_a_row():
    outside_the_table = ("admin:", "__debug__")  # the admin has a test of its own
    known = {door.name for door in DOORS}
    missing = {
        n for n in url_names(get_resolver().url_patterns) if not n.startswith(outside_the_table)
    } - known
    assert not missing, f"write rows for {sorted(missing)} in tests/doors/rows_<app>.py"


def test_every_row_is_a_url_that_exists():
    assert {door.name for door in DOORS} <= set(url_names(get_resolver().url_patterns))


def test_no_row_stands_twice_in_the_table():
    twice = [
        key for key, n in Counter((door.name, door.query, id(door.where)) for door in DOORS).items() if n > 1
    ]
    assert not twice


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("door", DOORS, ids=str)
@pytest.mark.django_db
def test_the_door_opens_to_whom_the_table_says(world, door: Door, method: str):
    """And behind it stands nothing of places and people that are none of the role's business (G10, G11)."""
    expected, found, leaks, kinds = door.expected(method), {}, {}, ("csv", "xlsx")
    if expected is GET_CLOSED:
        assert only_writes_nothing(world, door)
        return
    for role in ROLES:
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            response = world.knock(door, role, method)
            transaction.set_rollback(True)
        found[role] = outcome(response)
        if expected[role] is not Outcome.IN:
            assert not writes(queries), f"{role} was turned away and yet something was written"
        elif method == "get" and door.name not in WRITES_BY_GET:
            assert not writes(queries), f"{role} wrote by looking: {writes(queries)}"
        files = list(sheets(world, door, role, response, kinds)) if method == "get" else []
        # Both files are written from the same rows, so the slower one is asked for by the first who may.
        kinds = ("csv",) if files else kinds
        answers = [response, *files]
        missing = bare("anonymous" if door.name in FOR_ANYBODY else role, response)
        assert not missing, f"{role} got an answer without {missing}"
        told = {told for answer in answers for told in strange(world, door, role, answer)}
        leaks |= {role: told} if told else {}
    assert not leaks, "\n".join(f"{role} was told of {sorted(told)}" for role, told in leaks.items())
    wrong = {role: (found[role], expected[role]) for role in ROLES if found[role] != expected[role]}
    assert not wrong, "\n".join(f"{role}: {was}, the table says {is_}" for role, (was, is_) in wrong.items())


def only_writes_nothing(world: World, door: Door) -> bool:
    """GET on a POST-only door shows no page and changes nothing, whoever asks."""
    for role in ROLES:
        with CaptureQueriesContext(connection) as queries:
            response = world.knock(door, role, "get")
        assert response.status_code in (302, 403, 404, 405), f"{role} got {response.status_code} by GET"
        assert not writes(queries), f"{role} wrote by GET"
    return True


@pytest.mark.django_db
def test_strong_powers_rest_until_a_second_factor_is_there(world):
    """ASVS 6.3.3: a director without one is led to set it up at every door that his powers would open."""
    director = world.person["director"]
    director.authenticator_set.all().delete()
    for door in DOORS:
        path = reverse(door.name, kwargs=door.where(world)) + door.query
        guarded = hasattr(resolve(reverse(door.name, kwargs=door.where(world))).func, "permission")
        if guarded and door.get is not GET_CLOSED and door.get["director"] is Outcome.IN:
            response = world.clients["director"].get(path)
            assert (response.status_code, response.get("Location")) == (302, reverse("mfa_index")), path


@pytest.mark.parametrize("role", ["anonymous", "teacher", *HERE])
@pytest.mark.django_db
def test_the_admin_opens_to_staff_alone(world, role):
    response = world.clients[role].get(reverse("admin:index"))
    assert outcome(response) in (Outcome.SIGN_IN, Outcome.SHUT)
