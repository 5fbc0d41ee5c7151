"""What somebody is told about an outside result that she recorded."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from testing.lifecycles import OutsideStatus
from testing.models import OutsideResult


def checked(sent: OutsideResult, key: str) -> Message:
    """The message of a decision; needs person and test at hand."""
    said = {"test": sent.test}
    words = {
        OutsideStatus.ACCEPTED: (
            _("Accepted: your result of “%(test)s”"),
            _("It stands among your results, with what it counts for."),
        ),
        OutsideStatus.RETURNED: (_("Returned: your result of “%(test)s”"), _("Mend it and send it again.")),
        OutsideStatus.WITHDRAWN: (
            _("Withdrawn: your result of “%(test)s”"),
            _("It counts for nothing any more. If this is a mistake, telephone the center that checked it."),
        ),
    }
    subject, body = words[OutsideStatus(sent.status)]
    return Message(
        person=sent.person,
        subject=subject % said,
        body="\n".join(filter(None, [sent.note, body])),
        path=reverse("outside-result", args=[sent.pk]),
        key=key,
    )
