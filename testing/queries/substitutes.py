"""Who may take over a seat: colleagues of the same school and nobody else (F6)."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from centers.models import School, Workplace
from hcec.accounts.models import User
from hcec.accounts.queries.people import sought
from hcec.accounts.refusals import Refusal as NotUnderstood
from hcec.core import rowguard
from testing.lifecycles import BookingStatus, SubstitutionStatus
from testing.models import Booking, Substitution
from testing.refusals import Refusal


def school_of(person: User) -> School | None:
    place = Workplace.objects.filter(person=person).select_related("school").first()
    return place.school if place else None


def colleague(person: User, typed: str) -> User:
    """The one colleague of the person's own school with this e-mail or telephone.

    Whoever works elsewhere or has no account is not found, in the same words: nobody learns here who has one.
    """
    school = school_of(person)
    if school is None:
        raise Refusal(_("Your profile does not say at which school you work. Fill it in first."))
    try:
        asked = sought(typed)
    except NotUnderstood as refusal:
        raise Refusal(_("Type her e-mail address or her telephone number.")) from refusal
    if asked.kind == "id":
        raise Refusal(_("Type her e-mail address or her telephone number."))
    found = list(asked.people.filter(workplace__school=school).exclude(pk=person.pk)[:2])
    if not found:
        raise Refusal(
            _("Nobody at %(school)s has an account with this e-mail or telephone.") % {"school": school}
        )
    if len(found) > 1:
        raise Refusal(_("Several colleagues have this telephone number: type the e-mail address."))
    return found[0]


def same_school(person: User, other: User) -> bool:
    """Whether two people work at one school now."""
    school = school_of(person)
    return school is not None and school == school_of(other)


def of_booking(booking: Booking) -> QuerySet[Substitution]:
    """Everybody who was asked to take over a seat, latest first."""
    return (
        Substitution.objects.filter(booking=booking).select_related("colleague").order_by("-asked_at", "-pk")
    )


def asked_of(person: User) -> QuerySet[Substitution]:
    """Seats that this person was asked to take over, with everything a page says of them."""
    rows = Substitution.objects.filter(colleague=person)
    return rows.select_related(
        "person", "got", "booking__session__exam", "booking__session__center__province",
        "booking__session__reservation__room",
    ).order_by("-asked_at", "-pk")  # fmt: skip


def open_questions(person: User, at: datetime) -> list[Substitution]:
    """The seats that she may still say yes to."""
    with rowguard.lifted("a colleague offers her own seat: whose, which and where is told to whom she asked"):
        rows = asked_of(person).filter(status=SubstitutionStatus.ASKED, booking__session__cancel_until__gt=at)
        return list(rows[:10])


def overtaken(at: datetime) -> QuerySet[Substitution]:
    """Questions that time or a cancelled booking has answered."""
    over = Q(booking__session__cancel_until__lte=at) | ~Q(booking__status=BookingStatus.CONFIRMED)
    return Substitution.objects.filter(over, status=SubstitutionStatus.ASKED)
