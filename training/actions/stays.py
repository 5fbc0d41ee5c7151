"""A person's own coming to a virtual meeting and going from it, by the server's clock (E2, G4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training.actions import attendance, seats
from training.actions.attendance import RECORDABLE
from training.lifecycles import SEATED
from training.models import Attendance, CheckType, Enrolment, Meeting, Mode, Stay
from training.presence import minutes_from, minutes_within
from training.refusals import Refusal


@transaction.atomic
def join(meeting: Meeting, person: User, *, at: datetime) -> Stay:
    """Note that the person comes in; once in, it is the same stay. Refuses too early, too late, and without a place."""
    place = allowed(meeting, person, at)
    stay = Stay.objects.filter(meeting=meeting, enrolment=place, went_at=None).first()
    if stay is None:
        first = not Stay.objects.filter(meeting=meeting, enrolment=place).exists()
        stay = Stay.objects.create(meeting=meeting, enrolment=place, came_at=at)
        audit.record("meeting.joined", meeting, by=person, at=at)
        if meeting.check_type == CheckType.ONCE and first:
            minutes = minutes_from(at, meeting.starts_at, meeting.ends_at, most=meeting.minutes)
            count(meeting, place, minutes, was=None, at=at)
    return stay


@transaction.atomic
def leave(meeting: Meeting, person: User, *, at: datetime) -> int:
    """Note that the person goes; returns her minutes by her own buttons so far. Nothing to leave changes nothing.

    Also after the end, since nobody is thrown out by the clock; what is after the end does not count.
    """
    seats.locked(meeting.round)
    place = placed(meeting, person)
    before = own_minutes(meeting, place)
    stay = Stay.objects.filter(meeting=meeting, enrolment=place, went_at=None).first()
    if stay is None:
        return before
    stay.went_at = at
    stay.save(update_fields=["went_at"])
    minutes = own_minutes(meeting, place)
    audit.record("meeting.left", meeting, by=person, at=at, minutes=minutes)
    if meeting.check_type == CheckType.IN_OUT:
        count(meeting, place, minutes, was=before, at=at)
    return minutes


def placed(meeting: Meeting, person: User) -> Enrolment:
    """The person's place in the meeting's round. Refuses without one."""
    place = Enrolment.objects.filter(round=meeting.round_id, person=person, status__in=SEATED).first()
    if place is None or meeting.mode != Mode.VIRTUAL:
        raise Refusal(_("Only those with a place join this meeting."))
    return place


def allowed(meeting: Meeting, person: User, at: datetime) -> Enrolment:
    """Under the round's lock: the person's place, while the link is near."""
    round = seats.locked(meeting.round)
    place = placed(meeting, person)
    if round.status not in RECORDABLE:
        raise Refusal(_("Attendance stands: %(state)s.") % {"state": round.get_status_display()})
    if at < meeting.link_from:
        raise Refusal(_("The link appears here from %(when)s.") % {"when": thai_datetime(meeting.link_from)})
    if at >= meeting.ends_at:
        raise Refusal(_("This meeting is over."))
    return place


def own_minutes(meeting: Meeting, place: Enrolment) -> int:
    """Whole minutes of the stays that are over, never more than the meeting counts."""
    rows = Stay.objects.filter(meeting=meeting, enrolment=place, went_at__isnull=False)
    spans = [(came, went) for came, went in rows.values_list("came_at", "went_at") if went]
    return minutes_within(spans, meeting.starts_at, meeting.ends_at, most=meeting.minutes)


def count(meeting: Meeting, place: Enrolment, minutes: int, *, was: int | None, at: datetime) -> None:
    """Put the minutes on record in the name of whoever planned the round. What somebody else recorded stays: it is
    changed only where it is what these buttons recorded before (`was`). Nobody's own name stands under her own minutes.
    """
    known = Attendance.objects.filter(meeting=meeting, enrolment=place).values_list("minutes", flat=True)
    on_record = known.first()
    recorder = meeting.round.created_by
    if on_record not in (None, was) or recorder.pk == place.person_id or (on_record or 0) == minutes:
        return
    attendance.write(meeting, {place.pk: minutes}, by=recorder, at=at)
