"""Results: entered by one person, released by another (guideline 5.2.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.actions import notices as inbox
from hcec.accounts.models import User
from hcec.core import audit
from testing import notices
from testing.actions import apart
from testing.lifecycles import RESULT, BookingStatus, ResultStatus, SessionStatus, WalkInStatus
from testing.models import Band, Booking, Duty, ExamPart, PartScore, Result, ResultSheet, WalkIn
from testing.models.results import mark_shown
from testing.refusals import Refusal


@dataclass(frozen=True)
class Mark:
    """What was measured in one part: a score, a level, or both."""

    score: Decimal | None = None
    band: Band | None = None

    @property
    def shown(self) -> str:
        return mark_shown(self.band, self.score)


@dataclass(frozen=True)
class Entry:
    """One person's marks as they were typed or read from a file."""

    booking: Booking
    overall: Band
    total_score: Decimal | None = None
    parts: Mapping[ExamPart, Mark] = field(default_factory=dict)


@apart.noticed
@transaction.atomic
def enter(entries: Iterable[Entry], *, by: User, at: datetime) -> list[Result]:
    """Enter results, all or none; entering again before release replaces what was entered.

    Refuses before attendance is confirmed, for whoever did not attend, for a result that is out, one's own, and that of
    somebody whom one trained or invigilated.
    """
    return [enter_one(entry, by=by, at=at) for entry in entries]


def enter_one(entry: Entry, *, by: User, at: datetime) -> Result:
    rows = Booking.objects.select_for_update(of=("self",)).select_related("session__exam", "person")
    booking = rows.get(pk=entry.booking.pk)
    if booking.session.status != SessionStatus.FINALISED:
        raise Refusal(_("Confirm attendance first: results are entered for those who attended."))
    if booking.status != BookingStatus.ATTENDED:
        raise Refusal(
            _("%(person)s (%(code)s) did not attend, so there is no result to enter.")
            % {"person": booking.person.name, "code": booking.code_shown}
        )
    if booking.person_id == by.pk:
        raise Refusal(
            _("You took this test yourself (%(code)s): a colleague enters your result.")
            % {"code": booking.code_shown}
        )
    apart.refuse(booking.session, Duty.ENTER, by, booking.person_id)
    refuse_strange_marks(entry, booking)
    result = Result.objects.filter(booking=booking).first() or Result(booking=booking)
    if result.status == ResultStatus.RELEASED:
        raise Refusal(
            _("The result of %(person)s (%(code)s) has been released and cannot be entered again.")
            % {"person": booking.person.name, "code": booking.code_shown}
        )
    result.scale_id, result.overall, result.total_score = (
        entry.overall.scale_id,
        entry.overall,
        entry.total_score,
    )
    result.entered_by, result.entered_at = by, at
    result.save()
    result.part_scores.all().delete()
    PartScore.objects.bulk_create(
        PartScore(result=result, part=part, score=mark.score, band=mark.band)
        for part, mark in entry.parts.items()
    )
    audit.record("enter", result, by=by, at=at, overall=entry.overall.code, booking=booking.code)
    return result


def refuse_strange_marks(entry: Entry, booking: Booking) -> None:
    """A level of another scale or a score above the part's highest is a slip of the keyboard."""
    exam = booking.session.exam
    bands = [entry.overall, *(mark.band for mark in entry.parts.values() if mark.band)]
    if any(band.scale_id != exam.scale_id for band in bands):
        raise Refusal(_("The level is not one of the scale of “%(exam)s”.") % {"exam": exam})
    for part, mark in entry.parts.items():
        if mark.score is not None and part.max_score is not None and not 0 <= mark.score <= part.max_score:
            raise Refusal(
                _("%(part)s: %(score)s is not between 0 and %(most)s.")
                % {"part": part, "score": mark.score, "most": part.max_score.normalize()}
            )


@apart.noticed
@transaction.atomic
def release(results: Iterable[Result], *, by: User, at: datetime) -> list[Result]:
    """Release results; each person sees hers at once and is told.

    Refuses whoever entered any of them, uploaded the table that they came from, took the test, invigilated it or trained
    one of the people, and the result of a walk-in of whom nobody knows yet whose account she is.
    """
    wanted = [result.pk for result in results]
    rows = Result.objects.select_for_update(of=("self",)).select_related(
        "booking__person", "booking__session__exam", "entered_by"
    )
    released = list(rows.filter(pk__in=wanted).order_by("pk"))
    if any(result.entered_by_id == by.pk for result in released):
        raise Refusal(
            _(
                "You entered these results yourself, so another person must release them. Ask the director "
                "or a deputy director."
            )
        )
    refuse_an_interest(wanted, released, by)
    refuse_unknown(released)
    apart.refuse_releasing(wanted, by)
    for result in released:
        RESULT.apply(result, "release")
        result.released_by, result.released_at = by, at
        result.save(update_fields=["status", "released_by", "released_at"])
        audit.record("release", result, by=by, at=at, overall=result.overall_id)
    inbox.tell_many([notices.result_message(result) for result in released])
    return released


def refuse_an_interest(wanted: list[int], released: list[Result], by: User) -> None:
    """Whoever took the test or handed in the table of its results does not release them."""
    if any(result.booking.person_id == by.pk for result in released):
        raise Refusal(
            _(
                "Your own result is among these, so another person must release them. Ask the director or a deputy."
            )
        )
    tables = ResultSheet.objects.filter(session__bookings__result__in=wanted, applied_at__isnull=False)
    if tables.filter(uploaded_by=by).exists():
        raise Refusal(
            _("You uploaded the table that these results came from, so another person must release them.")
        )


def refuse_unknown(released: list[Result]) -> None:
    """Nobody is told a result of which it is not known whose it is."""
    unknown = WalkIn.objects.filter(
        booking__in=[result.booking_id for result in released], status=WalkInStatus.PROVISIONAL
    )
    if names := list(unknown.values_list("name", flat=True)):
        raise Refusal(
            _(
                "Let in at the door and not matched to an account yet: %(names)s. The center manager does this first."
            )
            % {"names": ", ".join(names)}
        )
