"""E-learning in an outside platform: put to a meeting, launched once a request, and brought home by its scores (3.1.2)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeGuard
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from training.actions import attendance, meetings, seats
from training.actions.attendance import RECORDABLE
from training.actions.learning import open_to
from training.lifecycles import SEATED
from training.lti import launches
from training.models import Attendance, Enrolment, Launch, Meeting, Mode, Pseudonym, Score, Tool, ToolLink
from training.refusals import Refusal

ACTIVITIES = frozenset({"Initialized", "Started", "InProgress", "Submitted", "Completed"})
GRADINGS = frozenset({"FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"})
EARLY = timedelta(minutes=5)  # that a tool's clock may go before ours


class Unfit(ValueError):
    """A score that cannot be taken; the message is for the tool's makers and is not translated."""


def put_to(meeting: Meeting, tool: Tool | None, *, title: str, target: str, by: User, at: datetime) -> None:
    """Say what of which outside platform is worked through at an e-learning meeting, or none.

    Refuses an address that is not the platform's, a meeting with a lesson of its own, a change once somebody began
    or the round was held, and taking away what completing takes.
    """
    if meeting.mode != Mode.ELEARNING:
        raise Refusal(_("Only e-learning is worked through alone."))
    known = ToolLink.objects.filter(meeting=meeting).first()
    if known and (known.launches.exists() or known.scores.exists()):
        raise Refusal(_("Somebody has begun the e-learning of this meeting, so it stays."))
    if tool and origin(target) not in {origin(place) for place in tool.redirect_uris}:
        raise Refusal(_("This address is not one of the platform “%(name)s”.") % {"name": tool.name})
    try:
        with transaction.atomic():
            round = meetings.changeable(meeting.round)
            ToolLink.objects.filter(meeting=meeting).delete()
            if tool:
                ToolLink.objects.create(meeting=meeting, tool=tool, title=title, target=target)
            meetings.keeps_its_online(round)
            audit.record(
                "tool_link.put", meeting, by=by, at=at, tool=tool.pk if tool else None, target=target
            )
    except IntegrityError as error:
        raise Refusal(_("This meeting has a lesson of its own: take that away first.")) from error


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()


@transaction.atomic
def launch(asked: launches.Asked, person: User, *, at: datetime) -> str:
    """Answer a request for a launch with the signed message. Refuses a request that was answered before, one for another
    tool, somebody without a place, and outside the meeting's time."""
    rows = ToolLink.objects.select_related("tool", "meeting__round__course")
    link = rows.filter(pk=asked.link_pk, tool=asked.tool).first()
    if link is None:
        raise Refusal(_("This platform is not registered here."))
    place = open_to(link.meeting, person, at)
    if place.pk != asked.enrolment_pk:
        raise Refusal(_("This launch was begun by somebody else. Open it from your own course."))
    try:
        with transaction.atomic():
            Launch.objects.create(link=link, enrolment=place, key=asked.key, at=at)
    except IntegrityError:
        raise Refusal(_("This launch was used already. Open it from your course again.")) from None
    audit.record("tool_link.launched", link, by=person, at=at)
    place.round, place.person = link.meeting.round, person
    return launches.message(link, place, asked.nonce, at=at)


def take_score(link: ToolLink, told: Mapping[str, Any], *, at: datetime) -> Score:
    """Keep a score and, where it completes, record the meeting's minutes. The same score again is the one that is kept.

    Raises Unfit: somebody unknown or without a place, a time that is missing or ahead, numbers that are none (AGS 2.0, 3.4).
    """
    said_at, given, maximum = read(told, at)
    known = Pseudonym.objects.filter(tool=link.tool_id, key=user_key(told.get("userId"))).first()
    with transaction.atomic():
        round = seats.locked(link.meeting.round)
        places = Enrolment.objects.filter(round=round, status__in=SEATED)
        place = places.filter(person=known.person_id).first() if known else None
        if place is None:
            raise Unfit("userId is nobody of this course")
        score, new = Score.objects.get_or_create(
            link=link,
            enrolment=place,
            said_at=said_at,
            defaults={
                "given": given,
                "maximum": maximum,
                "activity": told["activityProgress"],
                "grading": told["gradingProgress"],
                "received_at": at,
            },
        )
        if new:
            audit.record("score.received", score, by=None, at=at, activity=score.activity, given=given)
            if score.completes and round.status in RECORDABLE and at >= link.meeting.starts_at:
                count(link.meeting, place, at)
    return score


def read(told: Mapping[str, Any], at: datetime) -> tuple[datetime, float | None, float | None]:
    """When it was said, and the numbers. Raises Unfit."""
    try:
        said_at = parse_datetime(str(told.get("timestamp", "")))
    except ValueError:
        said_at = None
    if said_at is None or said_at.tzinfo is None or said_at > at + EARLY:
        raise Unfit("timestamp must be a moment with its zone, and not ahead")
    if not (word(told, "activityProgress", ACTIVITIES) and word(told, "gradingProgress", GRADINGS)):
        raise Unfit("activityProgress and gradingProgress must be words of AGS 2.0")
    given, maximum = told.get("scoreGiven"), told.get("scoreMaximum")
    if given is None:
        return said_at, None, None
    if not (number(given) and number(maximum)) or given < 0 or maximum <= 0:
        raise Unfit("scoreGiven must not be negative and goes with a positive scoreMaximum")
    return said_at, float(given), float(maximum)


def word(told: Mapping[str, Any], name: str, known: frozenset[str]) -> bool:
    """Whether a word of the standard stands there; whatever else JSON can hold does not."""
    return isinstance(told.get(name), str) and told[name] in known


def number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9


def user_key(typed: Any) -> UUID | None:
    try:
        return UUID(str(typed))
    except ValueError:
        return None


def count(meeting: Meeting, place: Enrolment, at: datetime) -> None:
    """Every minute of the meeting, in the name of whoever planned the round. What somebody recorded stays."""
    recorder = meeting.round.created_by
    if (
        recorder.pk != place.person_id
        and not Attendance.objects.filter(meeting=meeting, enrolment=place).exists()
    ):
        attendance.write(meeting, {place.pk: meeting.minutes}, by=recorder, at=at)
