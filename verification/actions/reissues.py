"""Give a new certificate for one that was wrong or whose holder has another name; the old one leads to it for ever."""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hcec.accounts.actions import notices as inbox
from hcec.accounts.models import User
from hcec.core import audit
from verification import notices
from verification.actions import issuing, revocations
from verification.lifecycles import NAME_CHANGE
from verification.models import Certificate, NameChange, Reason
from verification.refusals import Refusal


def reissue(certificate: Certificate, *, by: User, at: datetime, explanation: str) -> Certificate:
    """A new certificate of the same source with the words of today; the old one is revoked if it still counts.

    Refuses one that was replaced already, and whatever `revoke` and `issue` refuse or leave out: one's own, a source that
    this person put on record, a source that is no longer there.
    """
    with transaction.atomic():
        held = Certificate.objects.select_for_update(of=("self",), no_key=True).get(pk=certificate.pk)
        if hasattr(held, "replaced_by"):
            raise Refusal(
                _("This certificate was replaced already: see number %(number)s.")
                % {"number": held.replaced_by.number}
            )
        if not held.is_revoked:
            revocations.revoke(held, by=by, at=at, reason=Reason.REPLACED, explanation=explanation)
        issued = issuing.issue(held.kind, [held.source_id], by=by, at=at, ordered=True)
        if not issued:
            raise Refusal(
                _(
                    "You cannot issue this one: it is your own, you put its source on record, or the source is withdrawn."
                )
            )
        audit.record("certificate.reissue", issued[0], by=by, at=at, replaces=held.number)
    return issued[0]


def ask(
    certificate: Certificate, *, by: User, at: datetime, explanation: str, document: UploadedFile
) -> NameChange:
    """The holder asks for a certificate in her new name. Refuses somebody else's, one that does not count, one that bears
    her present name already, and a second request while one waits."""
    if certificate.holder_id != by.pk or certificate.is_revoked:
        raise Refusal(_("Only the holder of a valid certificate can ask for it in a new name."))
    if certificate.words.holder.th == by.name_th and certificate.words.holder.en == by.name_en:
        raise Refusal(
            _("The certificate bears the name of your profile. Change your profile first, then ask here.")
        )
    try:
        with transaction.atomic():
            asked = NameChange.objects.create(
                certificate=certificate, explanation=explanation.strip(), document=document, asked_at=at
            )
            audit.record("certificate.name.ask", asked, by=by, at=at, number=certificate.number)
    except IntegrityError as twice:
        raise Refusal(_("Your request for this certificate waits already.")) from twice
    return asked


def grant(change: NameChange, *, by: User, at: datetime) -> Certificate:
    """Issue the certificate in the name that the profile has today. Refuses what `reissue` refuses."""
    with transaction.atomic():
        held = decided(change, "grant", by=by, at=at)
        return reissue(held.certificate, by=by, at=at, explanation=held.explanation)


def decline(change: NameChange, *, by: User, at: datetime, answer: str) -> NameChange:
    """Say no with a reason, and tell the holder."""
    if not answer.strip():
        raise Refusal(_("Say why the request is declined."))
    with transaction.atomic():
        held = decided(change, "decline", by=by, at=at, answer=answer.strip())
        inbox.tell_many([notices.name_declined(held)])
    return held


def decided(change: NameChange, move: str, *, by: User, at: datetime, answer: str = "") -> NameChange:
    """The request under lock, moved. Refuses the holder's own decision and one that is decided already."""
    rows = NameChange.objects.select_for_update(of=("self",), no_key=True).select_related(
        "certificate__holder"
    )
    held = rows.get(pk=change.pk)
    if held.certificate.holder_id == by.pk:
        raise Refusal(_("Nobody decides on their own request. Ask another officer."))
    NAME_CHANGE.apply(held, move)
    held.decided_by, held.decided_at, held.answer = by, at, answer
    held.save(update_fields=["status", "decided_by", "decided_at", "answer"])
    audit.record(f"certificate.name.{move}", held, by=by, at=at)
    return held
