"""Show a certificate by a link: make it, withdraw it, note each look."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from verification.models import Certificate, Look, Part, Share
from verification.queries import shares
from verification.refusals import Refusal
from verification.tokens import digest

BYTES = 32  # of chance in a token
MOST = 20  # links of one certificate that can be opened
LONGEST = timedelta(days=366)


def make(
    certificate: Certificate, *, by: User, at: datetime, parts: Sequence[str], last_day: date
) -> tuple[Share, str]:
    """A new link and its token, which is told here and nowhere else. Refuses anybody but the holder, a certificate
    that no longer counts or is not public yet, a last day past or more than a year away, and more than 20 links at a time."""
    today = timezone.localdate(at)
    if certificate.holder_id != by.pk:
        raise Refusal(_("Only the holder shares a certificate."))
    if certificate.is_revoked:
        raise Refusal(_("A revoked certificate cannot be shared."))
    if certificate.is_held(at):
        raise Refusal(_("A certificate that is not public yet cannot be shared."))
    if not today <= last_day <= today + LONGEST:
        raise Refusal(_("Choose a last day from today to a year from now."))
    token = secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
        if shares.open_ones(certificate, today).count() >= MOST:
            raise Refusal(_("You have 20 links that can be opened. Withdraw one first."))
        share = Share.objects.create(
            certificate=certificate,
            token_sha256=digest(token),
            parts=[part for part in Part.values if part in parts],
            last_day=last_day,
            made_at=at,
        )
        audit.record("certificate.share", certificate, by=by, at=at, parts=share.parts, until=str(last_day))
    return share, token


def withdraw(share: Share, *, by: User, at: datetime) -> None:
    """End a link now. One that is withdrawn already stays as it is. Refuses anybody but the holder."""
    if share.certificate.holder_id != by.pk:
        raise Refusal(_("Only the holder withdraws a link."))
    with transaction.atomic():
        if Share.objects.filter(pk=share.pk, withdrawn_at=None).update(withdrawn_at=at):
            audit.record("certificate.unshare", share.certificate, by=by, at=at, share=share.pk)


def look(token: str, *, at: datetime) -> Share | None:
    """What the link shows, and one more look on record; None where it never was, has ended or was withdrawn."""
    share = shares.by_digest(digest(token), timezone.localdate(at))
    if share is not None:
        Look.objects.create(share=share, at=at)
    return share
