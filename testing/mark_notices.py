"""What people are told after their result was released: corrections, appeals, and results from elsewhere."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.core.thai import thai_date
from testing.models import Appeal, Correction


def corrected(correction: Correction) -> Message:
    """To the person: her result says something else now; needs result, booking, session, exam and person at hand."""
    result = correction.result
    booking = result.booking
    return Message(
        person=booking.person,
        subject=_("Your result was corrected: %(exam)s") % {"exam": booking.session.exam},
        body=_(
            "The result of your test of %(day)s was corrected: the overall level is now %(level)s. Reason: %(reason)s\n"
            "A certificate that was issued from the earlier result will be taken back and replaced."
        )
        % {"day": thai_date(booking.starts_at), "level": result.overall.name, "reason": correction.reason},
        path=reverse("booking", args=[booking.code]),
        key=f"correction:{correction.pk}:approved",
    )


def declined(correction: Correction) -> Message:
    """To whoever proposed the correction: the result stays, and why."""
    booking = correction.result.booking
    return Message(
        person=correction.proposed_by,
        subject=_("The correction was declined: %(exam)s") % {"exam": booking.session.exam},
        body=_("Booking %(code)s: the result stays as it is. %(note)s")
        % {"code": booking.code_shown, "note": correction.note},
        path=reverse("manage-result", args=[correction.result_id]),
        key=f"correction:{correction.pk}:declined",
    )


def appeal_message(appeal: Appeal, subject: str, body: str, what: str) -> Message:
    """To the person who appealed; needs result, booking, session, exam and person at hand."""
    booking = appeal.result.booking
    return Message(
        person=booking.person,
        subject=subject % {"exam": booking.session.exam},
        body=f"{body}\n{_('Booking code')}: {booking.code_shown}",
        path=reverse("booking", args=[booking.code]),
        key=f"appeal:{appeal.pk}:{what}",
    )


def appealed(appeal: Appeal) -> Message:
    body = _(
        "Another scorer than the first marks your work again. You are told of the outcome; until then you can withdraw."
    )
    return appeal_message(appeal, _("Your appeal has been received: %(exam)s"), body, "made")


def appeal_upheld(appeal: Appeal) -> Message:
    body = _("Your work was marked again and the result stands. %(answer)s") % {"answer": appeal.answer}
    return appeal_message(appeal, _("Your appeal was decided, the result stands: %(exam)s"), body, "upheld")


def appeal_changed(appeal: Appeal) -> Message:
    body = _("Your work was marked again and the result was changed. %(answer)s") % {"answer": appeal.answer}
    return appeal_message(
        appeal, _("Your appeal was decided, the result was changed: %(exam)s"), body, "changed"
    )


def appeal_withdrawn(appeal: Appeal) -> Message:
    body = _("You withdrew your appeal. The result stays as it is.")
    return appeal_message(appeal, _("Your appeal is withdrawn: %(exam)s"), body, "withdrawn")
