"""Admit a body that checks certificates by agreement, end it, give it a token, and answer its inquiries."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_date
from verification import answers, numbers
from verification.models import Channel, Inquiry, LookUp, RegisteredBody
from verification.refusals import Refusal
from verification.tokens import digest

BYTES = 32  # of chance in a token
MOST = 1000  # numbers of one inquiry
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
A_MINUTE = 60  # inquiries of one body


class TooMany(Refusal):
    """The body has asked for as many as it may for now."""


def admit(
    *, by: User, at: datetime, name: str, contact: User, agreement: str, last_day: date, a_day: int
) -> RegisteredBody:
    """Admit a body. Refuses one's own, a name that is there already, and a last day that is past."""
    if contact.pk == by.pk:
        raise Refusal(_("Nobody admits the body that they speak for."))
    if last_day < timezone.localdate(at):
        raise Refusal(_("The last day of the agreement is past."))
    with transaction.atomic():
        body, created = RegisteredBody.objects.get_or_create(
            name=name.strip(),
            defaults={
                "contact": contact, "agreement": agreement.strip(), "last_day": last_day, "a_day": a_day,
                "admitted_by": by, "admitted_at": at,
            },
        )  # fmt: skip
        if not created:
            raise Refusal(_("A body of this name is registered already."))
        audit.record("body.admit", body, by=by, at=at, agreement=body.agreement, until=str(last_day))
    return body


def end(body: RegisteredBody, *, by: User, at: datetime) -> None:
    """End a body's right now; what it looked up stays on record. One that has ended stays as it is."""
    with transaction.atomic():
        if RegisteredBody.objects.filter(pk=body.pk, ended_at=None).update(ended_at=at, token_sha256=""):
            audit.record("body.end", body, by=by, at=at)


def new_token(body: RegisteredBody, *, by: User, at: datetime) -> str:
    """A token for the body's programs, told here and nowhere else; the one before it ends. Refuses anybody but the
    contact, and where the agreement is over."""
    if body.contact_id != by.pk:
        raise Refusal(_("Only the contact of the body asks for its token."))
    token = secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        held = _held(body, at)
        held.token_sha256 = digest(token)
        held.save(update_fields=["token_sha256"])
        audit.record("body.token", body, by=by, at=at)
    return token


def inquire(
    body: RegisteredBody, asked: Iterable[tuple[int, str]], *, channel: Channel, at: datetime
) -> Inquiry:
    """Answer numbered rows (at most 1,000) and put each on record in the same transaction. Refuses none, too many, a
    body whose agreement is over, and (`TooMany`) more
    than its numbers of 24 hours or 60 inquiries within a minute."""
    rows = list(asked)
    if not 1 <= len(rows) <= MOST:
        raise Refusal(_("Ask for 1 to 1,000 numbers at a time."))
    with transaction.atomic():
        held = _held(body, at)
        _keep_pace(held, len(rows), at)
        inquiry = Inquiry.objects.create(body=held, channel=channel, at=at, count=len(rows))
        found = answers.answers([typed for _row, typed in rows])
        LookUp.objects.bulk_create(
            LookUp(
                inquiry=inquiry, row=row, asked=typed[: numbers.LONGEST], certificate=answer.certificate,
                answer=answer.word_of_a_row,
            )
            for (row, typed), answer in zip(rows, found, strict=True)
        )  # fmt: skip
    return inquiry


def _keep_pace(held: RegisteredBody, count: int, at: datetime) -> None:
    """Refuse what would be more than the agreement's numbers of a day, or too many inquiries within a minute."""
    past = Inquiry.objects.filter(body=held, at__gt=at - DAY)
    if past.filter(at__gt=at - MINUTE).count() >= A_MINUTE:
        raise TooMany(_("More than 60 inquiries within a minute. Ask for several numbers at a time."))
    before = past.aggregate(sum=Sum("count"))["sum"] or 0
    if before + count > held.a_day:
        left = max(0, held.a_day - before)
        raise TooMany(
            _("Your agreement allows %(most)s numbers in 24 hours; %(left)s are left for now.")
            % {"most": f"{held.a_day:,}", "left": f"{left:,}"}
        )


def _held(body: RegisteredBody, at: datetime) -> RegisteredBody:
    """The body under its lock, so that two inquiries at once count as two. Refuses where its agreement is over."""
    held = RegisteredBody.objects.select_for_update(of=("self",), no_key=True).get(pk=body.pk)
    if held.ended_at is not None or held.last_day < timezone.localdate(at):
        raise Refusal(
            _("The agreement of %(body)s ended on %(day)s.")
            % {
                "body": held.name,
                "day": thai_date(timezone.localdate(held.ended_at) if held.ended_at else held.last_day),
            }
        )
    return held
