"""Appoint people to committees and end appointments, each by an order with number and date (6.2.1, P.0, C.0)."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.duties import DUTIES
from committees.models import Appointment, Committee, Level, Position
from committees.queries.seats import current_appointments
from committees.refusals import Refusal
from committees.seat_plan import SEATS, seat_of
from hcec.accounts.actions import notices
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.access import Permission
from hcec.core.thai import thai_date

RANK = [Level.MINISTRY, Level.OBEC, Level.PROVINCE, Level.CENTER]


def appoint(
    committee: Committee,
    person: User,
    position: str,
    *,
    starts_on: date,
    ends_on: date | None = None,
    order_number: str,
    order_date: date,
    order_document: UploadedFile | str | None = None,
    acting: bool = False,
    on_behalf: bool = False,
    by: User,
    at: datetime,
) -> Appointment:
    """Seat a person from one day to another.

    An acting holder stands in for an absent one, or acts `on_behalf` of one in office.
    Refuses: oneself; a seat of another level; a seat with the power to appoint unless `by` sits higher; somebody
    without name or account; an end before the start; an acting holder without a last day; a person or a
    secretary's seat that is taken in that time (acting holders stand beside the one they act for).
    """
    refuse_to_appoint(committee, person, position, by=by, at=at)
    if not acting:
        refuse_followed(committee, position, starts_on, ends_on)
    if ends_on and ends_on < starts_on:
        raise Refusal(_("The last day must not come before the first."))
    if acting and not ends_on:
        raise Refusal(_("Somebody who acts for another does so until a stated day."))
    if on_behalf and not acting:
        raise Refusal(_("Only an acting holder acts by delegation."))
    appointment = Appointment(
        committee=committee, person=person, position=position, starts_on=starts_on, ends_on=ends_on,
        order_number=order_number, order_date=order_date, order_document=order_document or "", acting=acting,
        on_behalf=on_behalf,
    )  # fmt: skip
    return seat(appointment, by=by, at=at)


def seat(appointment: Appointment, *, by: User | None, at: datetime) -> Appointment:
    """Write an appointment that no rule forbids, and tell its person; refuses what the database refuses."""
    facts: dict[str, Any] = {
        "person": appointment.person_id,
        "committee": appointment.committee_id,
        "position": appointment.position,
    }
    if appointment.tenure_id:
        facts["tenure"] = appointment.tenure_id
    appointment.entered_by = by
    try:
        with transaction.atomic():
            appointment.save()
            order = appointment.order_number
            audit.record("appointment.appoint", appointment, by=by, at=at, order=order, **facts)
            tell_appointed(appointment)
    except IntegrityError as error:
        raise Refusal(clash(str(error))) from error
    return appointment


def refuse_followed(committee: Committee, position: str, starts_on: date, ends_on: date | None) -> None:
    """A seat for one that follows a post is not filled by hand while somebody sits in it by that post."""
    if seat_of(committee.level, position).many:
        return
    in_force = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if ends_on:
        in_force = in_force.filter(starts_on__lte=ends_on)
    held = in_force.filter(committee=committee, position=position, tenure__isnull=False)
    found = held.select_related("tenure__post__school", "tenure__post__area").order_by("pk").first()
    if found and found.tenure:
        raise Refusal(
            _(
                "This seat follows the post “%(post)s”: hand the post over, or appoint somebody who acts for its holder."
            )
            % {"post": found.tenure.post.name}
        )


def refuse_to_appoint(committee: Committee, person: User, position: str, *, by: User, at: datetime) -> None:
    """The rules about who may be seated where, and by whom."""
    if person == by:
        raise Refusal(_("Nobody appoints themself: somebody else who may appoint has to enter this order."))
    if position not in {seat.position for seat in SEATS[committee.level]}:
        raise Refusal(
            _("“%(position)s” is not a seat of this committee.") % {"position": Position(position).label}
        )
    if not person.is_active or not person.has_name:
        raise Refusal(
            _("This account has no name yet, or is closed: a member of a committee is known by name.")
        )
    gives = {duty.permission for duty in DUTIES.get((committee.level, position), ())}
    if Permission.COMMITTEE_APPOINT in gives and not sits_above(by, committee, at):
        raise Refusal(_("A seat that may itself appoint is filled by the level above."))


def sits_above(person: User, committee: Committee, at: datetime) -> bool:
    """Whether the person sits on a committee of a higher level; OBEC, the highest that appoints, fills its own."""
    limit = max(RANK.index(Level(committee.level)), RANK.index(Level.OBEC) + 1)
    return any(
        RANK.index(Level(a.committee.level)) < limit
        for a in current_appointments(person, timezone.localdate(at))
    )


def clash(error: str) -> str:
    """The sentence of the constraint that refused, and the way out."""
    for constraint in Appointment._meta.constraints:
        if constraint.name in error:
            sentence = str(constraint.violation_error_message)
            return sentence + " " + _("End that appointment first, or choose other days.")
    return _("The last day must not come before the first.")


def tell_appointed(appointment: Appointment) -> None:
    """Tell the person of the seat, in the transaction that gives it."""
    notices.tell(
        appointment.person,
        subject=_("You are appointed: %(seat)s") % {"seat": appointment.seat_name},
        body=_(
            "By order %(order)s you hold this seat of %(committee)s from %(day)s. See what you may do by it."
        )
        % {
            "order": appointment.order_number,
            "committee": appointment.committee.name,
            "day": thai_date(appointment.starts_on),
        },
        path="/my/powers",
        key=f"appointment:{appointment.pk}:appointed",
    )


def end(appointment: Appointment, *, on: date, by: User, at: datetime) -> Appointment:
    """Let an appointment end with a day.

    Refuses one's own, one that ended before, a day before its first, and a seat whose post its person still holds.
    """
    if appointment.person_id == by.pk:
        raise Refusal(
            _("Nobody ends their own appointment here: somebody else who may appoint has to do it.")
        )
    with transaction.atomic():
        locked = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("committee__province", "committee__center")
            .get(pk=appointment.pk)
        )
        if on < locked.starts_on:
            raise Refusal(_("The last day must not come before the first."))
        if locked.ends_on and locked.ends_on <= on:
            raise Refusal(_("The appointment ends on %(day)s already.") % {"day": thai_date(locked.ends_on)})
        refuse_while_post_lasts(locked, on)
        close(locked, on=on, by=by, at=at)
    return locked


def refuse_while_post_lasts(appointment: Appointment, on: date) -> None:
    """A seat that follows a post ends with the tenure and not before it."""
    tenure = appointment.tenure
    if tenure and (tenure.ends_on is None or tenure.ends_on > on):
        raise Refusal(
            _(
                "This seat follows the post “%(post)s” and ends with it: hand the post over, or enter that its holder leaves."
            )
            % {"post": tenure.post.name}
        )


def close(appointment: Appointment, *, on: date, by: User | None, at: datetime) -> None:
    """Write the last day of an appointment and tell its person; refuses a day before its first."""
    if on < appointment.starts_on:
        raise Refusal(
            _("%(person)s holds the seat “%(seat)s” from %(day)s: choose a later day.")
            % {
                "person": appointment.person.name,
                "seat": appointment.seat_name,
                "day": thai_date(appointment.starts_on),
            }
        )
    appointment.ends_on = on
    appointment.save(update_fields=["ends_on"])
    audit.record("appointment.end", appointment, by=by, at=at, on=on.isoformat())
    notices.tell(
        appointment.person,
        subject=_("Your appointment ends: %(seat)s") % {"seat": appointment.get_position_display()},
        body=_("Your seat on %(committee)s ends with %(day)s.")
        % {"committee": appointment.committee.name, "day": thai_date(on)},
        path="/my/powers",
        key=f"appointment:{appointment.pk}:ends:{on.isoformat()}",
    )
