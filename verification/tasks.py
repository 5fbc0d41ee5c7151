"""Outbox handlers of verification: carry on with a run, make a paper. Each does nothing where it is done already."""

from datetime import timedelta

import structlog
from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import translation

from hcec.accounts.actions import notices as inbox
from hcec.core import outbox, pdf
from hcec.core.db import database_now
from hcec.core.models import Job
from verification import notices
from verification.actions import bundles, expiries, papers, renewals, runs
from verification.actions import log as public_log
from verification.models import Bundle, Certificate, IssueRun
from verification.queries.certificates import outdated
from verification.refusals import Refusal

WHEN_NOT_POSSIBLE = timedelta(hours=1)
log = structlog.get_logger(__name__)


@outbox.handler("certificate.issue")
def issue(job: Job) -> None:
    """Issue what a run still has to issue."""
    runs.carry_on(
        IssueRun.objects.select_related("by", "approved_by").get(pk=job.payload["run"]), at=database_now()
    )


@outbox.handler("certificate.release")
def release(job: Job) -> None:
    """Tell the holders of a run whose hold is over."""
    with translation.override(settings.LANGUAGE_CODE):
        runs.release(IssueRun.objects.get(pk=job.payload["run"]), at=database_now())


@outbox.handler("certificate.render")
def render(job: Job) -> None:
    """Make the file of one certificate; where this machine or its key can make none, look again in an hour, without end."""
    certificate = Certificate.objects.select_related("run__by", "run__approved_by", "template_version").get(
        pk=job.payload["certificate"]
    )
    try:
        if pdf.available():
            papers.make(certificate, at=database_now())
            return
    except (
        Refusal
    ) as refused:  # the key: an operator must act, and the jobs of meanwhile must not be given up
        log.error("certificate_not_sealed", certificate=certificate.pk, why=str(refused))
    key = f"{certificate.pk}:{job.pk}"
    outbox.enqueue("certificate.render", key, delay=WHEN_NOT_POSSIBLE, urgent=False, **job.payload)


@outbox.together("certificate.render")
def render_all(jobs: list[Job]) -> None:
    """Make the files of many certificates."""
    pks = [job.payload["certificate"] for job in jobs]
    rows = Certificate.objects.select_related("run__by", "run__approved_by", "template_version")
    papers.make_all(list(rows.filter(pk__in=pks).order_by("pk")), at=database_now())


@outbox.handler("certificate.renew")
def renew(job: Job) -> None:
    """Add what one file needs to stay provable; nothing where that is there. The same again tomorrow where the key may not."""
    certificate = Certificate.objects.select_related("file__key").get(pk=job.payload["certificate"])
    try:
        renewals.renew(certificate, at=database_now())
    except Refusal as refused:
        log.error("certificate_not_renewed", certificate=certificate.pk, why=str(refused))


@shared_task(expires=3600)
def renew_files() -> None:
    """Order what is due."""
    renewals.order_due(at=database_now())


@outbox.handler("certificate.bundle")
def bundle(job: Job) -> None:
    """Make a ZIP of papers."""
    with translation.override(settings.LANGUAGE_CODE):
        bundles.make(Bundle.objects.select_related("by").get(pk=job.payload["bundle"]), at=database_now())


@outbox.handler("certificate.bundle.expire")
def expire_bundle(job: Job) -> None:
    """Remove a ZIP whose days are over."""
    bundles.expire(Bundle.objects.get(pk=job.payload["bundle"]))


@outbox.handler("result.corrected")
def overtaken(job: Job) -> None:
    """A result was corrected: whoever issued a certificate of what it said before is asked to revoke it."""
    rows = outdated(Certificate.objects.filter(result=job.payload["result"]))
    found = list(rows.select_related("issued_by", "holder").order_by("pk"))
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        inbox.tell_many([notices.overtaken(certificate, job.key) for certificate in found])


@shared_task(expires=30)
def sign_log() -> None:
    """Sign what came into the public log since the last checkpoint."""
    public_log.sign(at=database_now())


@shared_task
def watch_validity() -> None:
    """Remind holders whose results expire soon; twice a day does no harm."""
    with translation.override(settings.LANGUAGE_CODE):
        expiries.remind(at=database_now())
