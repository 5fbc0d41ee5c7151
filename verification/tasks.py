"""Outbox handlers of verification: carry on with a run, make a paper. Each does nothing where it is done already."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation

from hcec.accounts.actions import notices as inbox
from hcec.core import outbox, pdf
from hcec.core.db import database_now
from hcec.core.models import Job
from verification import notices
from verification.actions import papers, runs
from verification.models import Certificate, IssueRun
from verification.queries.certificates import outdated

WITHOUT_PANGO = timedelta(hours=1)


@outbox.handler("certificate.issue")
def issue(job: Job) -> None:
    """Issue what a run still has to issue."""
    runs.carry_on(IssueRun.objects.select_related("by").get(pk=job.payload["run"]), at=database_now())


@outbox.handler("certificate.render")
def render(job: Job) -> None:
    """Make the file of one certificate; where this machine can make none, look again in an hour, without end."""
    if not pdf.available():
        outbox.enqueue(
            "certificate.render",
            f"{job.payload['certificate']}:{job.pk}",
            delay=WITHOUT_PANGO,
            urgent=False,
            **job.payload,
        )
        return
    certificate = Certificate.objects.select_related("run__by").get(pk=job.payload["certificate"])
    papers.make(certificate, at=database_now())


@outbox.handler("result.corrected")
def overtaken(job: Job) -> None:
    """A result was corrected: whoever issued a certificate of what it said before is asked to revoke it."""
    rows = outdated(Certificate.objects.filter(result=job.payload["result"]))
    found = list(rows.select_related("issued_by", "holder").order_by("pk"))
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        inbox.tell_many([notices.overtaken(certificate, job.key) for certificate in found])
