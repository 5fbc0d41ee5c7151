"""What holders and issuers are told: what happened, what to do, and where."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.core.thai import thai_date
from verification.models import Bundle, Certificate, IssueRun, NameChange, Revocation


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


def name_declined(change: NameChange) -> Message:
    """To the holder: no new certificate, and why."""
    certificate = change.certificate
    return Message(
        person=certificate.holder,
        subject=_("No new certificate: %(subject)s") % {"subject": certificate.words.subject},
        body=_("Your request for certificate %(number)s in a new name was declined. %(answer)s")
        % {"number": certificate.number, "answer": change.answer},
        path=reverse("my-certificates"),
        key=f"name-change:{change.pk}:declined",
    )


def expires(certificate: Certificate, days: int) -> Message:
    """To the holder: the result is valid for so many more days."""
    words, until = certificate.words, certificate.words.valid_until
    assert until is not None  # only such certificates are reminded of
    return Message(
        person=certificate.holder,
        subject=_("Valid until %(day)s: %(subject)s") % {"day": thai_date(until), "subject": words.subject},
        body=_(
            "The result on certificate %(number)s is valid until %(day)s. From the day after, whoever verifies it reads"
            " “expired”. Take the test again in time if you need it."
        )
        % {"number": certificate.number, "day": thai_date(until)},
        path=reverse("my-certificates"),
        key=f"certificate:{certificate.pk}:expires-{days}",
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
    """To the approver: the run is over, every paper is there."""
    return Message(
        person=run.issuer,
        subject=_("%(count)s certificates issued") % {"count": issued_count},
        body=_("All certificates of your run of %(day)s are issued and their PDFs are ready.")
        % {"day": thai_date(run.created_at)},
        path=reverse("issue-run", args=[run.pk]),
        key=f"issue-run:{run.pk}:finished",
    )


def run_declined(run: IssueRun) -> Message:
    """To the preparer: sent back, and why."""
    return Message(
        person=run.by,
        subject=_("Sent back: %(title)s") % {"title": run.name},
        body=_("The certificates that you prepared were not approved. %(why)s") % {"why": run.ended_why},
        path=reverse("issue-run", args=[run.pk]),
        key=f"issue-run:{run.pk}:declined",
    )


def bundle_made(bundle: Bundle) -> Message:
    """To whoever ordered it: the ZIP is there, and until when."""
    return Message(
        person=bundle.by,
        subject=_("Your ZIP of certificates is ready: %(title)s") % {"title": bundle.name},
        body=_("%(count)s papers with their list. Fetch it before %(day)s; then it is removed.")
        % {"count": len(bundle.certificates), "day": thai_date(bundle.expires_at)},
        path=reverse("certificate-bundle", args=[bundle.pk]),
        key=f"bundle:{bundle.pk}:made",
    )
