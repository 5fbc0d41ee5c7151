"""Nobody changes a column by naming it: every field of every model is posted to every door beside its own (G39)."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from hcec.accounts.models import User
from tests.doors.bodies import Filled, forms_of
from tests.doors.table import GET_CLOSED, Door, Outcome
from tests.doors.test_doors import writes
from tests.doors.world import World, all_doors
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db

OURS = ("accounts", "centers", "committees", "core", "testing", "training", "verification")
# They see most; a door that opens to none of them is asked in the first role it opens to.
FAVOURITES = ("manager", "obec_officer", "director", "supervisor", "area_director", "teacher", "anonymous")
INTRUDER = 987_654_301
STRANGE = {"text": "zqmassqz", "number": "98765", "day": "2031-07-07", "key": "987654399"}
# Letters of allauth hold keys that are new each time; what they say is not ours to compare.
DIGEST = re.compile(r"[0-9a-f]{64}")  # of a token that is drawn anew each time: any digits may stand in it
OTHER_EACH_TIME = ("accounts_letter", "core_job", "mfa_authenticator")
FEWEST = 40  # so many doors must have written something, or the sweep proves nothing


def value_of(f: models.Field) -> str:
    """A value of the right kind that nothing else in the world has."""
    if f.is_relation:
        return str(INTRUDER) if f.related_model is User else STRANGE["key"]
    if isinstance(f, models.BooleanField):
        return "True"
    if f.choices:
        return str(list(f.choices)[-1][0])
    if isinstance(f, models.DateField):  # a DateTimeField is one too
        return STRANGE["day"]
    return STRANGE["number"] if isinstance(f, models.IntegerField | models.DecimalField) else STRANGE["text"]


def every_column() -> dict[str, str]:
    """Every name under which Django knows a column of ours, with a value for it."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            for f in model._meta.get_fields():
                if isinstance(f, models.Field):
                    found |= {f.name: value_of(f), f.attname: value_of(f)}
    return found


COLUMNS = every_column()


# What a door asks for in a form that this world's pages do not show, because it stands in another state.
ASKED: dict[str, set[str]] = {
    "issue-run-undo": {"why"},
    "manage-dry-run-start": {"for_day"},
    "manage-station-by-hand": {"kbps", "skew_ms", "width", "height", "audio", "storage"},
    "manage-room-use-approve": {"words"},
    "manage-room-use-decline": {"words"},
    "manage-walk-in-add": {"needs_access", "reason"},
    "manage-walk-in-unknown": {"needs_access", "reason"},
    "manage-walk-in-match": {"reason"},
    "minutes-withdraw": {"reason"},
    "post-another": {"kind", "number", "school", "school_id", "area", "area_id"},
}


def beside(door: Door, asked: set[str]) -> dict[str, str]:
    """The columns that the door's own form does not ask for; a date in three boxes may come in one."""
    asked = (
        asked | {re.sub(r"_(day|month|year|time)$", "", name) for name in asked} | ASKED.get(door.name, set())
    )
    return {name: value for name, value in COLUMNS.items() if name not in asked}


def role_for(door: Door) -> str | None:
    table = door.expected("post")
    for role in (*FAVOURITES, *table):
        if table and table.get(role) is Outcome.IN:
            return role
    return None


@pytest.fixture(scope="module")
def forms(world) -> dict[tuple[str, str], Filled]:
    """The forms that the favourites find on the pages that open to them, by role and address."""
    PersonFactory(pk=INTRUDER)
    found: dict[tuple[str, str], Filled] = {}
    for door in all_doors():
        for role in FAVOURITES:
            if door.get is GET_CLOSED or door.get[role] is not Outcome.IN:
                continue
            with transaction.atomic():
                response = world.knock(door, role, "get")
                transaction.set_rollback(True)
            if response.get("Content-Type", "").startswith("text/html"):
                for form in forms_of(response.content.decode()):
                    path = urlsplit(form.action).path or urlsplit(world.path(door)).path
                    found.setdefault((role, path), form)
    return found


def deeds(world: World, door: Door, role: str, body: dict[str, Any]) -> tuple[int, list[str]]:
    """What a POST wrote, with everything masked that differs from one time to the next; then undone."""
    cache.clear()  # limits of how often
    connection.queries_log.clear()  # it holds 9,000, and all doors together ask more
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        status = world.knock(door, role, "post", data=body).status_code
        transaction.set_rollback(True)
    kept = [
        DIGEST.sub("#", sql) for sql in writes(queries) if not any(name in sql for name in OTHER_EACH_TIME)
    ]
    return status, sorted(kept)


def masked(sql: str) -> str:
    sql = re.sub(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", "#", sql)
    sql = re.sub(r"'[0-9A-HJKMNP-Z-]{6,}'", "#", sql)
    sql = re.sub(r"-[0-9A-HJKMNP-TV-Z]{8}\b", "-#", sql)  # the check part of a certificate's number
    return re.sub(r"\d+", "#", sql)


def doors_to_post() -> Iterator[tuple[Door, str]]:
    for door in all_doors():
        if role := role_for(door):
            yield door, role


def test_a_column_that_no_form_asks_for_is_never_written(world, forms):
    wrong, written = [], 0
    for door, role in doors_to_post():
        form = forms.get((role, urlsplit(world.path(door)).path))
        body: dict[str, Any] = (form.body if form else {}) | door.data(world)
        plain = deeds(world, door, role, body)
        more = deeds(world, door, role, body | beside(door, set(body) | (form.names if form else set())))
        written += bool(plain[1])
        told = "".join(more[1])
        strange = [v for v in (str(INTRUDER), *STRANGE.values()) if v in told]
        if strange or [masked(s) for s in plain[1]] != [masked(s) for s in more[1]]:
            gone = set(map(masked, plain[1])) ^ set(map(masked, more[1]))
            wrong.append(f"{door.name} as {role}: {strange} {plain[0]} {more[0]} {sorted(gone)}")
    assert not wrong, "\n".join(wrong)
    assert written >= FEWEST, f"only {written} doors wrote anything"
