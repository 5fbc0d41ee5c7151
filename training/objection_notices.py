"""What people are told about their objections to attendance. Always in Thai."""

from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import tell
from hcec.core.thai import thai_datetime
from training.lifecycles import ObjectionStatus
from training.models import Objection
from training.notices import in_the_house_language, path_of


@in_the_house_language
def decided(objection: Objection) -> None:
    """What came of it, and why."""
    entry = objection.attendance
    words = {
        "round": str(entry.meeting.round),
        "when": thai_datetime(entry.meeting.starts_at),
        "minutes": objection.minutes,
        "said": entry.minutes,
        "reason": objection.reason,
    }
    if objection.status == ObjectionStatus.UPHELD:
        subject = _("Your attendance was changed: %(round)s") % words
        body = _("Meeting of %(when)s: %(minutes)s minutes are on record now. Reason: %(reason)s")
    else:
        subject = _("Your attendance stands: %(round)s") % words
        body = _("Meeting of %(when)s: %(said)s minutes stay on record. Reason: %(reason)s")
    tell(
        entry.enrolment.person,
        subject=subject,
        body=body % words,
        path=path_of(entry.enrolment),
        key=f"objection-{objection.pk}-decided",
    )
