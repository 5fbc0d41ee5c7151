"""Outbox handlers of accounts: the mail that goes with a notice."""

from django.conf import settings
from django.core.mail import EmailMessage

from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.models import Job


@outbox.handler("notice.mail")
def mail(job: Job) -> None:
    """Send a notice by mail. The Message-ID is the job's, so a doubled send is recognisable."""
    notice = Notice.objects.select_related("person").filter(key=job.payload["notice"]).first()
    if notice is None or not notice.person.is_active:
        return
    link = f"\n\n{settings.PUBLIC_URL}{notice.path}" if notice.path else ""
    EmailMessage(
        subject=notice.subject,
        body=f"{notice.body}{link}\n",
        to=[notice.person.email],
        headers={"Message-ID": f"<job-{job.pk}@hcec>"},
    ).send()
