"""Who came to the door of a meeting: whether a seat is there for her, and what speaks against it (F7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.thai import thai_datetime
from training.lifecycles import EnrolmentStatus, RoundStatus, WalkInStatus
from training.models import Enrolment, Meeting, Mode, Nomination, Round, WalkIn
from training.presence import EARLY
from training.queries import eligibility, fits, seats
from training.queries.nominations import needs_approval

HERE = {
    EnrolmentStatus.ENROLLED: gettext_lazy(
        "She has seat %(seat)s in this round: record her attendance in the list."
    ),
    EnrolmentStatus.HELD: gettext_lazy("Seat %(seat)s is held for her until an answer that is asked for."),
}
RUNNING = (RoundStatus.OPEN, RoundStatus.CLOSED)


@dataclass(frozen=True)
class Judgement:
    """What the door finds about one person. `barred` nothing lifts; of `against` only rules whose data says so."""

    person: User
    barred: str
    against: Sequence[eligibility.Verdict]
    seat: int | None

    @property
    def waivable(self) -> bool:
        """Whether everything that says no is a rule against which staff may let somebody in."""
        return not self.barred and all(v.rule is not None and v.rule.desk_may_waive for v in self.against)


def judged(round: Round, person: User, at: datetime) -> Judgement:
    """Everything that decides whether this person gets a place at the door now."""
    barred = hindered(round, person)
    if barred:
        return Judgement(person, barred, [], None)
    against = eligibility.in_the_way(round, person, at)
    seat = seats.free_for(round, person, at).values_list("number", flat=True).first()
    return Judgement(person, "", against, seat)


def hindered(round: Round, person: User) -> str:
    """What no word of staff lifts: a place here or elsewhere in these hours, an answer asked for, another audience."""
    live = Enrolment.objects.live().filter(round=round, person=person).first()
    if live and live.status != EnrolmentStatus.WAITING:
        words = HERE.get(EnrolmentStatus(live.status), HERE[EnrolmentStatus.ENROLLED])
        return words % {"seat": live.seat_no}
    if not person.has_name:
        return _("She has no name in her profile yet: it is printed on the certificate.")
    if (live and Nomination.objects.open().filter(enrolment=live).exists()) or needs_approval(round, person):
        return _(
            "This round asks the head of her school first: nobody is let in at the door without the answer."
        )
    if other := fits.meeting_elsewhere(person, round):
        return _("She has a place in “%(round)s” at the same hours (%(when)s).") % {
            "round": other.round,
            "when": thai_datetime(other.starts_at),
        }
    return round.shuts_out(person)


def shut(meeting: Meeting, at: datetime) -> str:
    """Why nobody is let in at this meeting now; empty when the door is open. Needs the round at hand."""
    round = meeting.round
    if meeting.mode != Mode.FACE_TO_FACE:
        return _("Only a meeting in a room has a door.")
    if round.status not in RUNNING:
        return _("Attendance stands: %(state)s.") % {"state": round.get_status_display()}
    if round.window(at) != "over":
        return _("Enrolment is open until %(when)s: she enrols herself.") % {
            "when": thai_datetime(round.closes_at)
        }
    if at < meeting.starts_at - EARLY:
        return _("The door opens %(when)s.") % {"when": thai_datetime(meeting.starts_at - EARLY)}
    if at >= meeting.ends_at:
        return _("The meeting was over %(when)s.") % {"when": thai_datetime(meeting.ends_at)}
    return ""


def line(round: Round) -> QuerySet[Enrolment]:
    """Who waits for a place in the round, next first: they come before anybody else at the door."""
    rows = Enrolment.objects.filter(round=round, status=EnrolmentStatus.WAITING)
    return rows.select_related("person__workplace__school").order_by("wait_no", "pk")


def no_seat(round: Round) -> str:
    """Why nobody else is let in, as the sentence that staff read out."""
    words = [
        _("No seat is free. Nobody is let in beyond the %(seats)s seats of the round.")
        % {"seats": round.seats}
    ]
    if kept := seats.free_seats(round).count():
        words.append(
            ngettext(
                "%(n)s free seat is kept for other people.",
                "%(n)s free seats are kept for other people.",
                kept,
            )
            % {"n": kept}
        )
    return " ".join(words)


def of_branch(access: Access) -> QuerySet[WalkIn]:
    """Walk-ins at the centers whose rounds a person manages."""
    rows = WalkIn.objects.within(access, Permission.ROUND_MANAGE)
    return rows.select_related(
        "enrolment__person", "enrolment__round__course", "enrolment__round__center", "meeting", "added_by", "matched_by"
    )  # fmt: skip


def waiting(access: Access) -> QuerySet[WalkIn]:
    """Those of which nobody knows yet whose account they belong to."""
    return WalkIn.objects.within(access, Permission.ROUND_MANAGE).filter(status=WalkInStatus.PROVISIONAL)
