"""Celery tasks and outbox handlers of committees."""

from celery import shared_task
from django.core.mail import EmailMessage
from django.utils import timezone

from committees.actions import partners
from committees.models import Invitation
from hcec.core import outbox
from hcec.core.models import Job


@outbox.handler("invitation.mail")
def mail_invitation(job: Job) -> None:
    """Send one invitation; the Message-ID is the job's, so a doubled send is recognisable."""
    invitation = Invitation.objects.select_related("contact").get(pk=job.payload["invitation"])
    subject, body = partners.letter(invitation)
    EmailMessage(
        subject, body, to=[invitation.contact.email], headers={"Message-ID": f"<job-{job.pk}@hcec>"}
    ).send()


@shared_task
def remind_of_agreements() -> None:
    """Remind the keepers of partners whose agreements end soon; twice a day does no harm."""
    partners.remind(timezone.localdate())
