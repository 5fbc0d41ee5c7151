"""Two layers under every page of a branch, each alone sufficient: the app's scoping, and row security (G12)."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.urls import URLResolver, get_resolver, reverse

from hcec.accounts.models import User
from hcec.core.access import BranchQuerySet
from hcec.core.listing import Listing
from tests.doors.table import ELSEWHERE, GET_CLOSED, Door
from tests.doors.world import OF_THE_PROVINCE, World, all_doors

pytestmark = pytest.mark.django_db

OURS = ("accounts", "centers", "committees", "core", "testing", "training", "verification")
# Whoever holds a power over another branch, and three who hold it here.
BRANCHED = ("manager", "director", "area_director", *ELSEWHERE)
ADDRESSES = ("email", "phone", "contact_name", "contact_email", "contact_phone")

# Guarded tables: the paths that lead from a row to its center or committee, and to the people whose own it is.
# Written beside the policies and not read from them, so that one holds the other.
GUARDED: dict[str, tuple[str, tuple[str, ...]]] = {
    "committees.ActionItem": ("committee", ("owner",)),
    "committees.AgendaItem": ("sitting__committee", ()),
    "committees.AppointmentOrder": ("committee", ()),
    "committees.Contact": ("center", ()),
    "committees.DutyProof": ("committee", ()),
    "committees.Finding": ("visit__center", ("visit__supervisor",)),
    "committees.Invitation": ("contact__center", ()),
    "committees.OrderLine": ("order__committee", ()),
    "committees.Partner": ("committee", ()),
    "committees.Presence": ("sitting__committee", ()),
    "committees.Problem": ("center", ("raised_by", "assignee")),
    "committees.ProblemStep": ("problem__center", ("problem__raised_by", "problem__assignee")),
    "committees.Rating": ("visit__center", ("visit__supervisor",)),
    "committees.Reading": ("item__sitting__committee", ()),
    "committees.Resolution": ("item__sitting__committee", ()),
    "committees.Sitting": ("committee", ()),
    "committees.Support": ("partner__committee", ()),
    "committees.Visit": ("center", ("supervisor",)),
    "testing.Accommodation": ("center", ("person",)),
    "testing.Booking": ("session__center", ("person",)),
    "testing.Appeal": ("result__booking__session__center", ("result__booking__person",)),
    "testing.Correction": ("result__booking__session__center", ("result__booking__person",)),
    "testing.Conduct": ("session__center", ()),
    "testing.Incident": ("conduct__session__center", ("booking__person",)),
    "testing.Measure": ("accommodation__center", ("accommodation__person",)),
    "testing.Need": ("accommodation__center", ("accommodation__person",)),
    "testing.Exchange": ("given__session__center", ("given__person",)),
    "testing.NoShowAppeal": ("booking__session__center", ("person",)),
    "testing.Offer": ("session__center", ("person",)),
    "testing.DrawEntry": ("draw__center", ("person",)),
    "testing.ParkedRow": ("sheet__session__center", ()),
    "testing.DutyWaiver": ("session__center", ()),
    "testing.NearMiss": ("session__center", ()),
    "testing.Payment": ("center", ("person",)),
    "testing.PaymentProof": ("payment__center", ("payment__person",)),
    "testing.Receipt": ("payment__center", ("payment__person",)),
    "testing.ReceiptCancellation": ("receipt__payment__center", ("receipt__payment__person",)),
    "testing.PartScore": ("result__booking__session__center", ("result__booking__person",)),
    "testing.Result": ("booking__session__center", ("booking__person",)),
    "testing.ResultSheet": ("session__center", ()),
    "testing.ResultVersion": ("result__booking__session__center", ("result__booking__person",)),
    "testing.Scan": ("session__center", ("booking__person",)),
    "testing.ScanDecision": ("scan__session__center", ("scan__booking__person",)),
    "testing.SeatDraw": ("session__center", ()),
    "testing.OutsideResult": ("center", ("person",)),
    "testing.Substitution": ("booking__session__center", ("person", "colleague")),
    "testing.WalkIn": ("booking__session__center", ("booking__person",)),
    "training.CriterionAnswer": ("proposal__center", ()),
    "training.Proposal": ("center", ()),
    "training.SkippedDate": ("round__center", ()),
    "training.SelfScan": ("meeting__round__center", ("person",)),
    "training.AttendanceFile": ("center", ()),
    "training.Objection": ("attendance__round__center", ("attendance__enrolment__person",)),
    "training.Nomination": ("enrolment__round__center", ("enrolment__person",)),
    "training.GroupFile": ("round__center", ()),
    "training.SignedSheet": ("meeting__round__center", ()),
    "training.DoorCode": ("meeting__round__center", ()),
    "training.Stay": ("meeting__round__center", ("enrolment__person",)),
    "training.ParticipantList": ("meeting__round__center", ()),
    "training.Participant": ("list__meeting__round__center", ()),
    "training.Learning": ("meeting__round__center", ("enrolment__person",)),
    "training.Attempt": ("learning__meeting__round__center", ("learning__enrolment__person",)),
    "training.StepDone": ("learning__meeting__round__center", ("learning__enrolment__person",)),
    "training.Launch": ("link__meeting__round__center", ("enrolment__person",)),
    "training.Score": ("link__meeting__round__center", ("enrolment__person",)),
    "training.Voucher": ("center", ("person",)),
    "training.VoucherLine": ("voucher__center", ("person",)),
    "training.Attendance": ("round__center", ("enrolment__person",)),
    "training.Completion": ("enrolment__round__center", ("enrolment__person",)),
    "training.Enrolment": ("round__center", ("person",)),
    "training.WalkIn": ("enrolment__round__center", ("enrolment__person",)),
    "training.Offer": ("round__center", ("person",)),
    "training.Mark": ("round__center", ("enrolment__person",)),
    "training.FollowUp": ("completion__enrolment__round__center", ("completion__enrolment__person",)),
    "training.SurveyCount": ("survey__round__center", ("trainer",)),
    "training.SurveyText": ("survey__round__center", ("trainer",)),
    "verification.Certificate": ("series__center", ("holder",)),
    "verification.Citation": ("occasion__center", ("person",)),
    "verification.CertificateFile": ("certificate__series__center", ("certificate__holder",)),
    "verification.Look": ("share__certificate__series__center", ("share__certificate__holder",)),
    "verification.LookUp": ("certificate__series__center", ("certificate__holder",)),
    "verification.Share": ("certificate__series__center", ("certificate__holder",)),
    "verification.RenewedFile": ("certificate__series__center", ("certificate__holder",)),
    "verification.Salt": ("certificate__series__center", ("certificate__holder",)),
    "verification.NameChange": ("certificate__series__center", ("certificate__holder",)),
    "verification.Revocation": ("certificate__series__center", ("certificate__holder",)),
}

# Tables that speak of people and have no policy, and why they can do without.
WITHOUT = {
    "accounts.Letter": "mail of the account machinery: no page reads it",
    "accounts.CalendarFeed": "one's own switch: read by its person's page and by whoever holds the secret address",
    "verification.IssuerName": "public: it names the officer who wrote a legal name down, and no page shows that",
    "accounts.User": "a person belongs to no center; pages reach her through a row that is guarded",
    "accounts.Notice": "an inbox is asked for by its person alone, and every branch writes into it",
    "centers.Announcement": "published: history of the centers",
    "centers.Assessment": "names officers who signed, on the center's own standing; nobody private",
    "centers.Center": "published: the center's own telephone and address",
    "centers.DryRun": "names the officer who rehearsed a laboratory",
    "centers.Fault": "names the officer who reported a thing",
    "centers.Photo": "published pictures; names the officer who put them up",
    "centers.ReadinessCheck": "names the officer who checked a computer",
    "centers.RoomUse": "names officers who ask for a room and who answer",
    "centers.Trained": "who trained whom: read by the rule that keeps duties apart, shown by no page",
    "centers.Upload": "names the officer who uploaded reference data",
    "centers.Workplace": "belongs to a person and to no center, as the person does",
    "committees.Acknowledgement": "that a committee acknowledged is known to the levels below, which wait for it",
    "committees.Appointment": "who holds which office is an official order; access itself is computed from it",
    "committees.Directive": "an order to whole levels; names the officers who issued it",
    "committees.Publication": "minutes that are published; names officers",
    "committees.Tenure": "who holds which post is an official order",
    "testing.Draw": "published with its rule; names the officer who set it up",
    "testing.Floor": "names the officer who drew a room",
    "testing.SeatRule": "names the officer who chose how seats are given",
    "testing.Session": "announced to the public; names officers",
    "training.Wish": "asked for by its person alone; belongs to no center",
    "testing.Wish": "asked for by its person alone; belongs to no center, and a session called off puts people in line",
    "training.Lesson": "what a center teaches; names the officer who wrote it",
    "training.LessonVersion": "what a center teaches; names the officer who released it",
    "training.Pseudonym": "what an outside platform knows a person by; read by her own launches and by no page",
    "training.Qualification": "whether a trainer is qualified is asked by every center that may ask for her; papers open to her own",
    "training.Round": "announced to the public; names officers",
    "training.Teaching": "who teaches is announced to the public",
    "training.Trainer": "who teaches is announced to the public",
    "verification.RegisteredBody": "names officers of bodies outside, who belong to no center, and of OBEC",
    "verification.Bundle": "which papers an officer ordered as one file; only she reads it, the papers are guarded",
    "verification.Occasion": "what a center honours or attests, without the people; names officers",
    "verification.Logo": "a picture for every paper; names the officer who put it in",
    "verification.TemplateVersion": "the design of every paper; names officers",
    "verification.IssueRun": "counts and keys of an order; the certificates it issued are guarded",
}


def tables(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


def labels(names: set[str]) -> set[str]:
    return {model._meta.label for model in apps.get_models() if model._meta.db_table in names}


def speaks_of_people(model: type[models.Model]) -> bool:
    """It points at a person, or holds an address of one."""
    fields = model._meta.concrete_fields
    return model is User or any(
        f.related_model is User or isinstance(f, models.EmailField) or f.name in ADDRESSES for f in fields
    )


def test_the_guarded_tables_are_those_of_the_list_and_write_as_they_read():
    guarded = tables(
        "SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relrowsecurity"
        " AND p.polcmd = '*' AND p.polroles = ARRAY[(SELECT oid FROM pg_roles WHERE rolname = 'hcec_branch')]"
        " AND pg_get_expr(polqual, polrelid) = pg_get_expr(polwithcheck, polrelid)"
    )
    assert labels(guarded) == GUARDED.keys()


def test_every_table_that_speaks_of_people_is_guarded_or_has_a_reason():
    ours = (m for m in apps.get_models() if m._meta.app_label in OURS and speaks_of_people(m))
    unguarded = {model._meta.label for model in ours} - GUARDED.keys()
    assert unguarded == WITHOUT.keys(), "give it a policy (hcec.core.rowguard), or write the reason here"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for the whole file, rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def branch_querysets(base: type = BranchQuerySet) -> Iterator[type]:
    yield base
    for kind in base.__subclasses__():
        yield from branch_querysets(kind)


@pytest.fixture
def without_scoping(monkeypatch) -> None:
    """Every `within` forgets the branch."""
    for kind in branch_querysets():
        if "within" in vars(kind):
            monkeypatch.setattr(kind, "within", lambda self, *_args: self.all())


@pytest.fixture
def read(monkeypatch) -> dict[str, set[int]]:
    """The guarded rows that came out of the database, by table."""
    found: dict[str, set[int]] = defaultdict(set)
    from_db = models.Model.from_db.__func__

    def kept(cls: type[models.Model], db: str, names: Any, values: Any) -> models.Model:
        row = from_db(cls, db, names, values)
        if cls._meta.label in GUARDED:
            found[cls._meta.label].add(row.pk)
        return row

    monkeypatch.setattr(models.Model, "from_db", classmethod(kept))
    return found


def may_read(world: World, role: str, label: str) -> set[int]:
    """The rows of a guarded table in the role's own center or province, and those of the person herself."""
    place, people = GUARDED[label]
    seat = role.partition("_next")[0].partition("_away")[0]
    away = role.endswith("_away")
    to_committee = place.endswith("committee")
    where = Q(pk__in=())
    if seat in OF_THE_PROVINCE:
        province = world.foreign_province if away else world.province
        path = f"{place}__center" if to_committee else place
        where = Q(**{f"{path}__province": province})
        where |= Q(**{f"{place}__province": province})
    else:
        center = world.foreign if away else world.sibling if role.endswith("_next") else world.center
        where = Q(**{f"{place}__center" if to_committee else place: center})
    for person in people:
        where |= Q(**{person: world.person[role]})
    return set(apps.get_model(label)._base_manager.filter(where).values_list("pk", flat=True))


def views(patterns: list) -> Iterator[tuple[str, Any]]:
    """The name and the view of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            yield str(pattern.name), pattern.callback


OF_A_BRANCH = {name for name, view in views(get_resolver().url_patterns) if hasattr(view, "permission")}
DOORS = [door for door in all_doors() if door.get is not GET_CLOSED and door.name in OF_A_BRANCH]


def look(world: World, door: Door, role: str) -> None:
    """Open the page, and its list as a sheet; a page that finds less than it needs shows nothing."""
    client, path = world.clients[role], reverse(door.name, kwargs=door.where(world)) + door.query
    client.raise_request_exception = False
    page = client.get(path)
    if page.streaming:  # a file is read to its end, so that it is closed
        list(page.streaming_content)
    listing: Any = page.context and page.context.get("listing")
    if isinstance(listing, Listing) and listing.exports:
        client.get(f"{path}{'&' if '?' in path else '?'}export=csv")


def strange(world: World, door: Door, read: dict[str, set[int]]) -> dict[str, dict[str, set[int]]]:
    """What each role that is bound to a branch was given of guarded rows outside of it, by table."""
    found = {}
    for role in BRANCHED:
        read.clear()
        with transaction.atomic():
            look(world, door, role)
            transaction.set_rollback(True)
        given = {label: set(rows) for label, rows in read.items()}
        outside = {label: rows - may_read(world, role, label) for label, rows in given.items()}
        if outside := {label: rows for label, rows in outside.items() if rows}:
            found[role] = outside
    return found


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_row_security_alone_lets_nothing_out(world, door, read, settings, without_scoping):
    settings.ROW_SECURITY = True
    assert strange(world, door, read) == {}


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_the_apps_scoping_alone_lets_nothing_out(world, door, read, settings):
    settings.ROW_SECURITY = False
    assert strange(world, door, read) == {}


@pytest.mark.parametrize("name", ["problems", "visits", "manage-session", "issued-certificates"])
def test_with_neither_it_would_be_seen(world, name, read, settings, without_scoping):
    settings.ROW_SECURITY = False
    assert strange(world, next(door for door in DOORS if door.name == name), read)
