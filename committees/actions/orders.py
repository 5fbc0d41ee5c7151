"""Orders of appointment: drafted with several names, and put in force for all of them or for none (6.2.1, P.0, C.0)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from committees.actions import appointments
from committees.lifecycles import APPOINTMENT_ORDER, OrderStatus
from committees.models import AppointmentOrder, Committee, OrderLine
from committees.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit


class LineRefusal(Refusal):
    """One line of an order cannot be done; nothing of the order was. `line` is its key."""

    def __init__(self, line: OrderLine, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line.pk


def draft(
    committee: Committee,
    words: Mapping[str, Any],
    *,
    by: User,
    at: datetime,
    order: AppointmentOrder | None = None,
) -> AppointmentOrder:
    """Write the words of an order, new or still a draft. Refuses one that is signed or discarded."""
    with transaction.atomic():
        kept = (
            locked_draft(order)
            if order
            else AppointmentOrder(committee=committee, drafted_by=by, drafted_at=at)
        )
        for name, value in words.items():
            setattr(kept, name, value)
        kept.save()
        audit.record("order.draft", kept, by=by, at=at)
    return kept


def add(order: AppointmentOrder, person: User, *, by: User, at: datetime, **seat: Any) -> OrderLine:
    """Name one more person. Refuses what `appointments.appoint` would refuse for the person and the seat, and a name twice."""
    with transaction.atomic():
        draft = locked_draft(order)
        appointments.refuse_to_appoint(draft.committee, person, seat["position"], by=by, at=at)
        if seat.get("acting") and not seat.get("ends_on"):
            raise Refusal(_("Somebody who acts for another does so until a stated day."))
        if seat.get("on_behalf") and not seat.get("acting"):
            raise Refusal(_("Only an acting holder acts by delegation."))
        try:
            with transaction.atomic():
                line = OrderLine.objects.create(order=draft, person=person, **seat)
        except IntegrityError as error:
            raise Refusal(_("This person stands in the order already.")) from error
        audit.record("order.add", draft, by=by, at=at, person=person.pk, position=line.position)
    return line


def remove(line: OrderLine, *, by: User, at: datetime) -> None:
    """Take a name out of a draft."""
    with transaction.atomic():
        draft = locked_draft(line.order)
        audit.record("order.remove", draft, by=by, at=at, person=line.person_id, position=line.position)
        line.delete()


def sign(
    order: AppointmentOrder,
    *,
    number: str,
    dated_on: date,
    document: UploadedFile | None = None,
    by: User,
    at: datetime,
) -> AppointmentOrder:
    """Put a signed order in force: everybody it names is seated, or nobody.

    Refuses an order without names or that is no draft; a line that cannot be done refuses with `LineRefusal`.
    """
    with transaction.atomic():
        signed = locked_draft(order)
        APPOINTMENT_ORDER.apply(signed, "sign")
        signed.number, signed.dated_on, signed.document = number, dated_on, document or ""
        signed.signed_by, signed.signed_at = by, at
        signed.save()
        lines = list(signed.lines.select_related("person").order_by("pk"))
        if not lines:
            raise Refusal(_("The order names nobody yet."))
        for line in lines:
            seat(signed, line, by=by, at=at)
        audit.record("order.sign", signed, by=by, at=at, number=number, appointments=len(lines))
    return signed


def seat(order: AppointmentOrder, line: OrderLine, *, by: User, at: datetime) -> None:
    """Make the appointment of one line."""
    assert order.dated_on  # the database holds it for every signed order
    try:
        line.appointment = appointments.appoint(
            order.committee, line.person, line.position, starts_on=line.starts_on, ends_on=line.ends_on,
            order_number=order.number, order_date=order.dated_on, order_document=order.document.name or "",
            acting=line.acting, on_behalf=line.on_behalf, by=by, at=at,
        )  # fmt: skip
    except Refusal as refusal:
        raise LineRefusal(line, str(refusal)) from refusal
    line.save(update_fields=["appointment"])


def discard(order: AppointmentOrder, *, by: User, at: datetime) -> AppointmentOrder:
    """Give a draft up; it stays on record."""
    with transaction.atomic():
        found = locked_draft(order)
        APPOINTMENT_ORDER.apply(found, "discard")
        found.save(update_fields=["status"])
        audit.record("order.discard", found, by=by, at=at)
    return found


def locked_draft(order: AppointmentOrder) -> AppointmentOrder:
    """The order under its lock. Refuses one that is no draft any more."""
    rows = AppointmentOrder.objects.select_for_update(of=("self",))
    found = rows.select_related("committee__province", "committee__center").get(pk=order.pk)
    if found.status != OrderStatus.DRAFT:
        raise Refusal(_("This order is no draft any more."))
    return found
