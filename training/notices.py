"""What people are told about rounds: what happened, what to do, by when, and the page that does it. Always in Thai."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message, tell, tell_many
from hcec.core.thai import thai_date_range, thai_datetime
from training.models import Completion, Enrolment, Meeting, Round
from training.models.courses import hours_text
from training.requirements import Checklist


def in_the_house_language(function: Callable[..., Any]) -> Callable[..., Any]:
    """Whoever pressed the button, the person who is told reads the portal's own language."""

    @wraps(function)
    def told(*args: Any, **kwargs: Any) -> Any:
        with translation.override(settings.LANGUAGE_CODE):
            return function(*args, **kwargs)

    return told


def path_of(enrolment: Enrolment) -> str:
    return reverse("enrolment", args=[enrolment.pk])


def about(round: Round) -> dict[str, Any]:
    return {
        "round": str(round),
        "center": round.center.public_name,
        "when": thai_date_range(round.starts_at.date(), round.ends_at.date()),
        "until": thai_datetime(round.cancel_until),
    }


@in_the_house_language
def enrolled(enrolment: Enrolment) -> None:
    """A place, or a number on the waiting list."""
    words = about(enrolment.round) | {"seat": enrolment.seat_no, "wait": enrolment.wait_no}
    if enrolment.seat_no:
        subject = _("Your place in the training: %(round)s") % words
        body = _(
            "You have seat %(seat)s at %(center)s, %(when)s. If you cannot come, cancel by %(until)s"
            " so that the next in line gets the place."
        )
    else:
        subject = _("You are on the waiting list: %(round)s") % words
        body = _(
            "The round at %(center)s, %(when)s, is full. Your waiting number is %(wait)s."
            " You are told as soon as a place comes free."
        )
    tell(
        enrolment.person,
        subject=subject,
        body=body % words,
        path=path_of(enrolment),
        key=f"enrolment-{enrolment.pk}",
        urgent=False,
    )


@in_the_house_language
def promoted(enrolment: Enrolment) -> None:
    """A place came free and is hers."""
    words = about(enrolment.round) | {"seat": enrolment.seat_no}
    tell(
        enrolment.person,
        subject=_("A place came free for you: %(round)s") % words,
        body=_(
            "You now have seat %(seat)s at %(center)s, %(when)s. If you cannot come, cancel by %(until)s"
            " so that the next in line gets the place."
        )
        % words,
        path=path_of(enrolment),
        key=f"enrolment-{enrolment.pk}-promoted",
    )


@in_the_house_language
def cancelled(enrolment: Enrolment) -> None:
    """A place was given back, by the person or by the center."""
    words = about(enrolment.round) | {"reason": enrolment.cancel_reason}
    body = _("Your place at %(center)s, %(when)s, is cancelled.") % words
    if enrolment.cancelled_by_id != enrolment.person_id and enrolment.cancel_reason:
        body += " " + _("Reason: %(reason)s") % words
    tell(
        enrolment.person,
        subject=_("Enrolment cancelled: %(round)s") % words,
        body=body,
        path=path_of(enrolment),
        key=f"enrolment-{enrolment.pk}-cancelled",
        urgent=False,
    )


@in_the_house_language
def lapsed(enrolments: Iterable[Enrolment]) -> None:
    """The round began and no place had come free."""
    tell_many(
        Message(
            e.person,
            _("No place came free: %(round)s") % about(e.round),
            _("The round has begun and the waiting list is closed. Look for another round of this course."),
            reverse("rounds"),
            f"enrolment-{e.pk}-lapsed",
        )
        for e in enrolments
    )


@in_the_house_language
def called_off(enrolments: Iterable[Enrolment], round: Round) -> None:
    """The round does not take place."""
    words = about(round) | {"reason": round.called_off_reason}
    subject = _("Called off: %(round)s") % words
    body = _("The training at %(center)s, %(when)s, does not take place. Reason: %(reason)s") % words
    tell_many(
        Message(e.person, subject, body, path_of(e), f"round-{round.pk}-off-{e.pk}") for e in enrolments
    )


@in_the_house_language
def meeting_changed(enrolments: Iterable[Enrolment], meeting: Meeting, at: datetime) -> None:
    """A date of the round is new, elsewhere or gone."""
    words = about(meeting.round)
    subject = _("The meetings have changed: %(round)s") % words
    body = _("The dates or places of this training at %(center)s have changed. Please look at them again.")
    tell_many(
        Message(
            e.person,
            subject,
            body % words,
            path_of(e),
            f"round-{meeting.round_id}-{at:%Y%m%d%H%M%S%f}-{e.pk}",
        )
        for e in enrolments
    )


def unmet(person: Checklist) -> list[str]:
    """What the person has not met, each with her value where there is one."""
    return [f"{line.asked} ({line.found.value})" if line.found.value else line.asked for line in person.unmet]


@in_the_house_language
def decided(completions: Iterable[Completion], short: Iterable[Checklist], round: Round) -> None:
    """Who completed, and who did not with what was not met."""
    words = about(round)
    done = _("You completed: %(round)s") % words
    not_done = _("Not completed: %(round)s") % words
    messages = [
        Message(
            c.enrolment.person,
            done,
            _("You earned %(hours)s hours. Your certificate follows once it is issued.")
            % {"hours": hours_text(c.hours)},
            path_of(c.enrolment),
            f"enrolment-{c.enrolment_id}-decided",
        )
        for c in completions
    ]
    messages += [
        Message(
            one.enrolment.person,
            not_done,
            _("Not met: %(what)s. You may enrol in another round.") % {"what": "; ".join(unmet(one))},
            path_of(one.enrolment),
            f"enrolment-{one.enrolment.pk}-decided",
        )
        for one in short
    ]
    tell_many(messages)
