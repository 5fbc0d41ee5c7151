"""Appoint people to committees and end appointments, each by an order with number and date (6.2.1, P.0, C.0)."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.duties import DUTIES
from committees.models import Appointment, Committee, Level, Position
from committees.queries.seats import current_appointments
from committees.refusals import Refusal
from committees.seat_plan import SEATS
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
    order_document: UploadedFile | None = None,
    acting: bool = False,
    by: User,
    at: datetime,
) -> Appointment:
    """Seat a person from one day to another.

    Refuses: oneself; a seat of another level; a seat with the power to appoint unless `by` sits higher; somebody
    without name or account; an end before the start; an acting holder without a last day; a person or a
    secretary's seat that is taken in that time (acting holders stand beside the one they act for).
    """
    refuse_to_appoint(committee, person, position, by=by, at=at)
    if ends_on and ends_on < starts_on:
        raise Refusal(_("The last day must not come before the first."))
    if acting and not ends_on:
        raise Refusal(_("Somebody who acts for another does so until a stated day."))
    appointment = Appointment(
        committee=committee, person=person, position=position, starts_on=starts_on, ends_on=ends_on,
        order_number=order_number, order_date=order_date, order_document=order_document or "", acting=acting,
    )  # fmt: skip
    try:
        with transaction.atomic():
            appointment.save()
            facts: dict[str, Any] = {"person": person.pk, "committee": committee.pk, "position": position}
            audit.record("appointment.appoint", appointment, by=by, at=at, order=order_number, **facts)
            tell_appointed(appointment)
    except IntegrityError as error:
        raise Refusal(clash(str(error))) from error
    return appointment


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
    """Let an appointment end with a day. Refuses one's own, one that ended before, and a day before its first."""
    if appointment.person_id == by.pk:
        raise Refusal(
            _("Nobody ends their own appointment here: somebody else who may appoint has to do it.")
        )
    with transaction.atomic():
        locked = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("committee")
            .get(pk=appointment.pk)
        )
        if on < locked.starts_on:
            raise Refusal(_("The last day must not come before the first."))
        if locked.ends_on and locked.ends_on <= on:
            raise Refusal(_("The appointment ends on %(day)s already.") % {"day": thai_date(locked.ends_on)})
        locked.ends_on = on
        locked.save(update_fields=["ends_on"])
        audit.record("appointment.end", locked, by=by, at=at, on=on.isoformat())
        notices.tell(
            locked.person,
            subject=_("Your appointment ends: %(seat)s") % {"seat": locked.get_position_display()},
            body=_("Your seat on %(committee)s ends with %(day)s.")
            % {"committee": locked.committee.name, "day": thai_date(on)},
            path="/my/powers",
            key=f"appointment:{locked.pk}:ends:{on.isoformat()}",
        )
    return locked
