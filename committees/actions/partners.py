"""Partners, the contact book and invitations (guideline 6.3.5, 6.4.3)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Center
from committees.duties import DUTIES
from committees.models import Appointment, Committee, Contact, Invitation, Partner, Support
from hcec.accounts.actions.notices import Message, tell_many
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.access import Permission
from hcec.core.thai import thai_date

REMIND_BEFORE = timedelta(days=60)


def keep(
    committee: Committee, fields: Mapping[str, Any], *, partner: Partner | None, by: User, at: datetime
) -> Partner:
    """Write down a partner's agreement, new or changed."""
    partner = partner or Partner(committee=committee)
    for name, value in fields.items():
        setattr(partner, name, value)
    partner.reminded_on = None
    with transaction.atomic():
        partner.full_clean()
        partner.save()
        audit.record("partner.kept", partner, by=by, at=at)
    return partner


def add_support(partner: Partner, fields: Mapping[str, Any], *, by: User, at: datetime) -> Support:
    """Write down what a partner gave to which activity."""
    with transaction.atomic():
        support = Support.objects.create(partner=partner, **fields)
        audit.record("partner.supported", partner, by=by, at=at, support=support.pk)
    return support


def keep_contact(
    center: Center, fields: Mapping[str, Any], *, contact: Contact | None, by: User, at: datetime
) -> Contact:
    """Write a line of the contact book, new or changed."""
    contact = contact or Contact(center=center)
    for name, value in fields.items():
        setattr(contact, name, value)
    with transaction.atomic():
        contact.full_clean()
        contact.save()
        audit.record("contact.kept", contact, by=by, at=at)
    return contact


def invite(
    contacts: Iterable[Contact], *, title: str, path: str, message: str, by: User, at: datetime
) -> list[Invitation]:
    """Invite contacts to a round or session by mail. Whoever was invited to it before gets no second letter."""
    with transaction.atomic():
        invited = Invitation.objects.filter(path=path).values_list("contact_id", flat=True)
        new = [contact for contact in contacts if contact.pk not in set(invited)]
        rows = Invitation.objects.bulk_create(
            Invitation(contact=contact, title=title, path=path, message=message, sent_by=by, at=at)
            for contact in new
        )
        outbox.enqueue_many("invitation.mail", [(str(row.pk), {"invitation": row.pk}) for row in rows])
        for row in rows:
            audit.record("contact.invited", row, by=by, at=at, path=path)
    return rows


def letter(invitation: Invitation) -> tuple[str, str]:
    """Subject and body of an invitation's mail."""
    subject = _("Invitation: %(title)s") % {"title": invitation.title}
    lines = [invitation.message, f"{settings.PUBLIC_URL}{invitation.path}"]
    return subject, "\n\n".join(line for line in lines if line)


def remind(on: date) -> int:
    """Tell those who keep partners of agreements that end within 60 days, once for each agreement."""
    with transaction.atomic():
        ending = list(
            Partner.objects.select_for_update(of=("self",))
            .filter(ends_on__range=(on, on + REMIND_BEFORE), reminded_on__isnull=True)
            .select_related("committee")
            .order_by("pk")
        )
        tell_many(message for partner in ending for message in reminders(partner, on))
        Partner.objects.filter(pk__in=[partner.pk for partner in ending]).update(reminded_on=on)
    return len(ending)


def reminders(partner: Partner, on: date) -> Iterable[Message]:
    """One message for each keeper of the partner's committee."""
    keepers = [
        position
        for (level, position), held in DUTIES.items()
        if level == partner.committee.level
        and any(duty.permission == Permission.PARTNER_EDIT for duty in held)
    ]
    seats = Appointment.objects.current(on).filter(committee=partner.committee, position__in=keepers)
    for seat in seats.select_related("person").order_by("pk"):
        yield Message(
            seat.person,
            _("An agreement ends soon: %(name)s") % {"name": partner.name},
            _("The agreement ends on %(day)s. Renew it or let it lapse.")
            % {"day": thai_date(partner.ends_on)},
            "/committees/partners/",
            f"partner:{partner.pk}:{partner.ends_on}:{seat.person_id}",
        )
