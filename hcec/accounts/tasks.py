"""Outbox handlers of accounts: the mail that goes with a notice, and mails about the account itself."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from hcec.accounts.models import Letter, Notice
from hcec.core import outbox
from hcec.core.models import Job


@outbox.handler("notice.mail")
def mail(job: Job) -> None:
    """Send a notice by mail. The Message-ID is the job's, so a doubled send is recognisable."""
    notice = Notice.objects.select_related("person").filter(key=job.payload["notice"]).first()
    if notice is not None:
        send_notice(job, notice)


@outbox.together("notice.mail")
def mails(jobs: list[Job]) -> list[Job]:
    """Send many notices through one connection; what could not be sent is tried again alone."""
    keys = [job.payload["notice"] for job in jobs]
    notices = {row.key: row for row in Notice.objects.select_related("person").filter(key__in=keys)}
    left = []
    with get_connection() as connection:
        for job in jobs:
            try:
                if notice := notices.get(job.payload["notice"]):
                    send_notice(job, notice, connection)
            except Exception:  # noqa: BLE001  whatever it was: the job alone meets it again and says so
                left.append(job)
    return left


def send_notice(job: Job, notice: Notice, connection: BaseEmailBackend | None = None) -> None:
    """To whoever may still sign in."""
    if notice.person.is_active:
        link = f"\n\n{settings.PUBLIC_URL}{notice.path}" if notice.path else ""
        send(job, notice.subject, f"{notice.body}{link}\n", notice.person.email, connection)


@outbox.handler("account.mail")
def letter(job: Job) -> None:
    """Send a letter and forget it; a second run finds nothing left to send."""
    row = Letter.objects.filter(pk=job.payload["letter"]).first()
    if row is not None:
        send(job, row.subject, row.body, row.to)
        row.delete()


def send(job: Job, subject: str, body: str, to: str, connection: BaseEmailBackend | None = None) -> None:
    headers = {"Message-ID": f"<job-{job.pk}@hcec>"}
    EmailMessage(subject, body, to=[to], headers=headers, connection=connection).send()
