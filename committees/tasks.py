"""Celery tasks and outbox handlers of committees."""

import structlog
from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from committees.actions import partners, posts
from committees.models import Invitation
from hcec.core import outbox
from hcec.core.models import Job

log = structlog.get_logger(__name__)


@outbox.handler("invitation.mail")
def mail_invitation(job: Job) -> None:
    """Send one invitation; the Message-ID is the job's, so a doubled send is recognisable."""
    invitation = Invitation.objects.select_related("contact").get(pk=job.payload["invitation"])
    subject, body = partners.letter(invitation)
    EmailMessage(
        subject, body, to=[invitation.contact.email], headers={"Message-ID": f"<job-{job.pk}@hcec>"}
    ).send()


@outbox.handler("center.changed")
def follow_posts(job: Job) -> None:
    """A center has another host school or is closed: the seats follow the posts from today. What cannot is logged."""
    now = timezone.now()
    posts.list_posts()
    with translation.override(settings.LANGUAGE_CODE):
        problems = posts.keep_up(since=timezone.localdate(now), by=None, at=now)
    for problem in problems:
        log.warning("seat_lags_behind_its_post", center=job.payload["center"], problem=problem)


@shared_task
def remind_of_agreements() -> None:
    """Remind the keepers of partners whose agreements end soon; twice a day does no harm."""
    partners.remind(timezone.localdate())
