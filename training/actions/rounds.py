"""Plan a round, open and close it, hold it or call it off (guideline 6.4.6)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.actions import openings
from centers.models import Affiliation, Center, Reservation, StandardItem
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import fiscal_year, thai_datetime
from training import notices
from training.actions import asked, enrolments, meetings, offers, online, seats
from training.actions.meetings import CHANGEABLE, MeetingPlan
from training.lifecycles import ENROLMENT, ROUND, EnrolmentStatus
from training.models import Course, Enrolment, Mode, Round, Teaching
from training.refusals import Refusal

Activity = StandardItem.Activity
# What a round keeps of its course as it was when the round was planned.
PROMISED = ("hours", "requirements", "min_attendance_percent", "pass_percent")
FIELDS = (
    *("name", "seats", "opens_at", "closes_at", "cancel_until", "conditions"),
    *("audience_kinds", "audience_committees", "head_approval"),
)


def plan(
    center: Center,
    course: Course,
    fields: Mapping[str, Any],
    dates: Sequence[MeetingPlan],
    *,
    by: User,
    at: datetime,
    affiliations: Sequence[Affiliation] = (),
    key: UUID | None = None,
) -> Round:
    """A draft with all its dates, rooms and trainers. Refuses a course out of use, no date at all, and (`Refused`, all
    at once) every date that clashes. The same key gives the same round, planned once."""
    if not course.active:
        raise Refusal(_("“%(course)s” is not in use.") % {"course": course})
    if not dates:
        raise Refusal(_("A round has at least one meeting."))
    course.refresh_from_db(fields=["version", *PROMISED])
    starts_at, ends_at = min(d.starts_at for d in dates), max(d.ends_at for d in dates)
    with transaction.atomic():
        if before := planned_before(center, by, key):
            return before
        year = fiscal_year(timezone.localdate(starts_at))
        round = Round(
            center=center,
            course=course,
            course_version=course.version,
            fiscal_year=year,
            number=next_number(center, course, year),
            starts_at=starts_at,
            ends_at=ends_at,
            created_by=by,
            created_at=at,
            **{name: getattr(course, name) for name in PROMISED},
            idempotency_key=key,
            **{name: fields[name] for name in FIELDS if name in fields},
        )
        seats.kept_true(round)
        round.save()
        round.audience_affiliations.set(affiliations)
        seats.resize(round, round.seats, at=at)
        meetings.lay_all(round, dates, at=at)
        audit.record("round.planned", round, by=by, at=at, meetings=len(dates), seats=round.seats)
    return round


def next_number(center: Center, course: Course, year: int) -> int:
    """The next number of a course's rounds in a fiscal year; the caller holds the center's lock."""
    same = Round.objects.filter(center=center, course=course, fiscal_year=year)
    return (same.aggregate(last=Max("number"))["last"] or 0) + 1


def planned_before(center: Center, by: User, key: UUID | None) -> Round | None:
    """The round that this key planned before, under the center's lock; refuses a key of another person or center."""
    Center.objects.select_for_update(of=("self",), no_key=True).get(pk=center.pk)
    if key is None:
        return None
    same = Round.objects.select_related("course", "center").filter(idempotency_key=key).first()
    if same and (same.created_by_id != by.pk or same.center_id != center.pk):
        raise Refusal(_("This form has been used before. Load the page again and press once more."))
    return same


def edit(
    round: Round,
    fields: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    affiliations: Sequence[Affiliation] | None = None,
) -> Round:
    """Name, seats, window, conditions and audience. More seats go to the waiting list at once."""
    with transaction.atomic():
        round = seats.locked(round)
        if round.status not in CHANGEABLE:
            raise Refusal(
                _("The round no longer changes: %(state)s.") % {"state": round.get_status_display()}
            )
        before = round.seats
        for name in FIELDS:
            if name in fields:
                setattr(round, name, fields[name])
        for meeting in round.meetings.select_related("reservation__room").filter(reservation__isnull=False):
            meetings.refuse_the_room(round, meeting.reservation.room)  # type: ignore[union-attr]  # filtered above
        seats.kept_true(round)
        if round.seats != before:
            seats.resize(round, round.seats, at=at)
        round.save(update_fields=FIELDS)
        if affiliations is not None:
            round.audience_affiliations.set(affiliations)
        audit.record("round.edited", round, by=by, at=at, seats=round.seats, seats_before=before)
        seats.promote(round, by=by, at=at)
    return round


def open(round: Round, *, by: User, at: datetime) -> Round:
    """Announce the round. Refuses one whose window is over, whose meetings count fewer hours than the course has, e-learning
    that is asked for and not there, and what the standards do not let the center open (7.2, 7.4)."""
    with transaction.atomic():
        round = seats.locked(round)
        if at >= round.closes_at:
            raise Refusal(
                _("Enrolment was to close %(when)s, which has passed. Edit the round first.")
                % {"when": thai_datetime(round.closes_at)}
            )
        minutes = round.meetings.aggregate(total=Sum("minutes"))["total"] or 0
        if minutes < round.hours * 60:
            raise Refusal(
                _("The meetings count %(have)s hours, the course has %(wants)s. Add meetings or minutes.")
                % {"have": f"{minutes / 60:g}", "wants": round.hours_text}
            )
        online.refuse_what_nobody_can_do(round)
        openings.refuse_unfit(round.center, activities(round), at=at)
        moved(round, "open", by=by, at=at)
        seats.promote(round, by=by, at=at)  # nobody waits yet: those who wait by need are looked for
        return round


def activities(round: Round) -> list[str]:
    """What of the standards a round touches: rounds, virtual classrooms, and the public where it is for everyone."""
    virtual = round.meetings.filter(mode=Mode.VIRTUAL).exists()
    everyone = not round.audience_kinds or User.Kind.PUBLIC in round.audience_kinds
    public = everyone and not round.audience_committees
    found = [Activity.ROUND] + [Activity.VIRTUAL] * virtual + [Activity.PUBLIC] * public
    return [str(activity) for activity in found]


def close(round: Round, *, by: User | None, at: datetime) -> Round:
    """End enrolment; those with a place keep it."""
    with transaction.atomic():
        return moved(seats.locked(round), "close", by=by, at=at)


def reopen(round: Round, *, by: User, at: datetime) -> Round:
    """Let people enrol again; refuses once the window is over."""
    with transaction.atomic():
        round = seats.locked(round)
        if at >= round.closes_at:
            raise Refusal(
                _("Enrolment was to close %(when)s, which has passed. Edit the round first.")
                % {"when": thai_datetime(round.closes_at)}
            )
        return moved(round, "reopen", by=by, at=at)


def finish(round: Round, *, by: User | None, at: datetime) -> Round:
    """Mark the round as held. Refuses before its last meeting is over."""
    with transaction.atomic():
        round = seats.locked(round)
        if at < round.ends_at:
            raise Refusal(_("The last meeting ends %(when)s.") % {"when": thai_datetime(round.ends_at)})
        lapse(round, by=by, at=at)
        return moved(round, "finish", by=by, at=at)


def call_off(round: Round, *, by: User, at: datetime, reason: str) -> Round:
    """The round does not take place: rooms and trainers are free again, everybody is told why."""
    if not reason.strip():
        raise Refusal(_("Say why the round is called off: everybody who has a place reads it."))
    with transaction.atomic():
        round = seats.locked(round)
        ROUND.apply(round, "call_off")
        round.called_off_by, round.called_off_at, round.called_off_reason = by, at, reason.strip()
        round.save(update_fields=["status", "called_off_by", "called_off_at", "called_off_reason"])
        Reservation.objects.filter(meeting__round=round).update(released=True)
        Teaching.objects.filter(meeting__round=round).update(busy=False)
        people = list(Enrolment.objects.live().filter(round=round).select_related("person").order_by("pk"))
        for enrolment in people:
            ENROLMENT.apply(enrolment, "cancel")
            enrolment.seat_no, enrolment.cancelled_by, enrolment.cancelled_at = None, by, at
            enrolment.cancel_reason = round.called_off_reason
        Enrolment.objects.bulk_update(
            people, ["status", "seat_no", "cancelled_by", "cancelled_at", "cancel_reason"]
        )
        offers.recall(round, by=by, at=at)
        asked.called_off(round, by=by, at=at)
        audit.record(
            "round.called_off", round, by=by, at=at, reason=round.called_off_reason, people=len(people)
        )
        notices.called_off(people, round)
        enrolments.fill_elsewhere(people)
    return round


def lapse(round: Round, *, by: User | None, at: datetime) -> int:
    """Close the waiting list of a locked round that has begun; returns how many had waited."""
    asked.lapse_all(round, at=at)
    waiting = list(
        Enrolment.objects.filter(round=round, status=EnrolmentStatus.WAITING)
        .select_related("person")
        .order_by("pk")
    )
    for enrolment in waiting:
        ENROLMENT.apply(enrolment, "lapse")
        enrolment.round = round
    Enrolment.objects.bulk_update(waiting, ["status"])
    if waiting:
        audit.record("round.waiting_list_closed", round, by=by, at=at, people=len(waiting))
        notices.lapsed(waiting)
    return len(waiting)


def moved(round: Round, move: str, *, by: User | None, at: datetime) -> Round:
    """Make a move that changes nothing but the status."""
    ROUND.apply(round, move)
    round.save(update_fields=["status"])
    audit.record(f"round.{move}", round, by=by, at=at)
    return round
