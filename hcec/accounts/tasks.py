"""Outbox handlers of accounts: the mail that goes with a notice, and mails about the account itself."""

from django.conf import settings
from django.core.mail import EmailMessage

from hcec.accounts.models import Letter, Notice
from hcec.core import outbox
from hcec.core.models import Job


@outbox.handler("notice.mail")
def mail(job: Job) -> None:
    """Send a notice by mail. The Message-ID is the job's, so a doubled send is recognisable."""
    notice = Notice.objects.select_related("person").filter(key=job.payload["notice"]).first()
    if notice is None or not notice.person.is_active:
        return
    link = f"\n\n{settings.PUBLIC_URL}{notice.path}" if notice.path else ""
    send(job, notice.subject, f"{notice.body}{link}\n", notice.person.email)


@outbox.handler("account.mail")
def letter(job: Job) -> None:
    """Send a letter and forget it; a second run finds nothing left to send."""
    row = Letter.objects.filter(pk=job.payload["letter"]).first()
    if row is not None:
        send(job, row.subject, row.body, row.to)
        row.delete()


def send(job: Job, subject: str, body: str, to: str) -> None:
    EmailMessage(subject=subject, body=body, to=[to], headers={"Message-ID": f"<job-{job.pk}@hcec>"}).send()
