"""What holders and issuers are told: what happened, what to do, and where."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.core.thai import thai_date
from verification.models import Certificate, IssueRun, Revocation


def issued(certificate: Certificate) -> Message:
    """To the holder: the certificate is there."""
    words = certificate.words
    return Message(
        person=certificate.holder,
        subject=_("Your certificate: %(subject)s") % {"subject": words.subject},
        body=_(
            "Certificate %(number)s was issued on %(day)s by %(issuer)s. You can download it as PDF; whoever you give"
            " it to can check it by its QR code or number."
        )
        % {"number": certificate.number, "day": thai_date(words.issued_on), "issuer": words.issuer},
        path=reverse("my-certificates"),
        key=f"certificate:{certificate.pk}:issued",
    )


def revoked(revocation: Revocation) -> Message:
    """To the holder: the certificate counts no more, and why."""
    certificate = revocation.certificate
    return Message(
        person=certificate.holder,
        subject=_("Your certificate was revoked: %(subject)s") % {"subject": certificate.words.subject},
        body=_(
            "Certificate %(number)s was revoked on %(day)s. Reason: %(reason)s. %(explanation)s\n"
            "If you think this is wrong, write to the center that issued it."
        )
        % {
            "number": certificate.number,
            "day": thai_date(revocation.revoked_at),
            "reason": revocation.get_reason_display(),
            "explanation": revocation.explanation,
        },
        path=reverse("my-certificates"),
        key=f"certificate:{certificate.pk}:revoked",
    )


def overtaken(certificate: Certificate, key: str) -> Message:
    """To whoever issued it: the result says something else now."""
    return Message(
        person=certificate.issued_by,
        subject=_("Revoke and issue again: %(number)s") % {"number": certificate.number},
        body=_(
            "The result that this certificate of %(holder)s rests on was corrected after it was issued. Revoke the"
            " certificate with the reason that what it says is not right; the corrected result is then ready to issue."
        )
        % {"holder": certificate.words.holder},
        path=reverse("issued-certificate", args=[certificate.number]),
        key=f"certificate:{certificate.pk}:{key}",
    )


def run_finished(run: IssueRun, issued_count: int) -> Message:
    """To the issuer: the run is over, every paper is there."""
    return Message(
        person=run.by,
        subject=_("%(count)s certificates issued") % {"count": issued_count},
        body=_("All certificates of your run of %(day)s are issued and their PDFs are ready.")
        % {"day": thai_date(run.created_at)},
        path=reverse("issue-run", args=[run.pk]),
        key=f"issue-run:{run.pk}:finished",
    )
