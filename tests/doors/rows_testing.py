"""Doors of testing: the public search, my bookings, the center's sessions, desk, results and releases."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus
from testing.models import ResultSheet
from tests.doors.table import GET_CLOSED, Door, anyone, away, only, owner, signed_in
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, ResultFactory, SessionFactory, finalised_session

MANAGE = ("manager", "clerk")
DESK = ("manager", "clerk", "ict")
RELEASE = ("director", "deputy", "obec_officer")


def furnish(world: Any) -> None:
    """An open session with a booking of the teacher; one being held; one of last week with an entered result."""
    world.session = SessionFactory(room=world.room)
    world.booking = BookingFactory(session=world.session, person=world.teacher)
    begun = timezone.now() - timedelta(minutes=10)
    world.today = SessionFactory(
        room=RoomFactory(center=world.center), starts_at=begun, status=SessionStatus.CLOSED
    )
    world.candidate = BookingFactory(session=world.today)
    world.held = finalised_session(room=RoomFactory(center=world.center))
    sat = BookingFactory(session=world.held, status=BookingStatus.ATTENDED)
    world.result = ResultFactory(booking=sat, status=ResultStatus.ENTERED)
    world.sheet = ResultSheet.objects.create(
        session=world.held,
        name="results.csv",
        sha256="0" * 64,
        rows={},
        uploaded_by=world.person["clerk"],
        uploaded_at=timezone.now(),
    )


def of(noun: str, **more: Any) -> Any:
    """`where` for a row of the world: of("session") gives {"pk": world.session.pk}."""
    return lambda world: {"pk": getattr(world, noun).pk, **{k: get(world) for k, get in more.items()}}


def code(world: Any) -> dict[str, Any]:
    return {"code": world.booking.code}


MANAGERS = only(*MANAGE, outside=away(*MANAGE))
LISTS = {
    "manage-sessions": only(*MANAGE, *away(*MANAGE)),
    "manage-session-new": only(*MANAGE, *away(*MANAGE)),
    "manage-desks": only(*DESK, *away(*DESK)),
    "manage-results": only(*MANAGE, *away(*MANAGE)),
    "manage-releases": only(*RELEASE, *away("director", "deputy")),
}
DESKS = only(*DESK, outside=away(*DESK))
RELEASERS = only(*RELEASE, outside=away("director", "deputy"))
ANY_ACCOUNT = signed_in()
# Pages that are only read: POST is turned away (405) before anybody's rows are looked for.
READ_ONLY = {"post": only(*MANAGE, *away(*MANAGE))}

DOORS = [
    Door("sessions", anyone()),
    Door("session", anyone(), where=of("session")),
    Door("book-session", GET_CLOSED, post=ANY_ACCOUNT, where=of("session"), data=lambda w: {"idempotency_key": uuid4().hex}),
    Door("my-bookings", ANY_ACCOUNT),
    Door("booking", owner("teacher"), post=ANY_ACCOUNT, where=code),
    Door("booking-slip", owner("teacher"), post=ANY_ACCOUNT, where=code),
    Door("cancel-booking", GET_CLOSED, post=owner("teacher"), where=code),
    *[Door(name, expected) for name, expected in LISTS.items()],
    Door("manage-session", MANAGERS, where=of("session"), **READ_ONLY),
    Door("manage-session-edit", MANAGERS, where=of("session")),
    Door("manage-session-call-off", MANAGERS, where=of("session")),
    Door("manage-session-sign-in", MANAGERS, where=of("session"), **READ_ONLY),
    Door("manage-session-move", GET_CLOSED, post=MANAGERS, where=of("session", move=lambda w: "close")),
    Door("manage-booking-cancel", MANAGERS, where=of("session", booking_pk=lambda w: w.booking.pk)),
    Door("manage-check-in", DESKS, where=of("today")),
    Door(
        "manage-booking-mark", GET_CLOSED, post=DESKS,
        where=of("today", booking_pk=lambda w: w.candidate.pk, mark=lambda w: "present"),
    ),
    Door("manage-scan", DESKS, where=lambda w: {"code": w.candidate.code}),
    Door("manage-session-results", MANAGERS, where=of("held")),
    Door("manage-result-template", MANAGERS, where=of("held"), **READ_ONLY),
    Door("manage-result-upload", MANAGERS, where=of("held")),
    Door("manage-result-sheet", MANAGERS, where=of("held", sheet_pk=lambda w: w.sheet.pk)),
    Door("manage-release", RELEASERS, where=of("held")),
]  # fmt: skip
