"""What people are asked after a round: the survey, and later what became of it in class. Always in Thai."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message, tell_many
from hcec.core.thai import thai_datetime
from training.models import Enrolment, FollowUp, Round
from training.models.surveys import answers_until
from training.notices import about, in_the_house_language


@in_the_house_language
def asked(enrolments: Iterable[Enrolment], round: Round) -> None:
    """The survey is open."""
    words = about(round) | {"until": thai_datetime(answers_until(round))}
    subject = _("How was it? %(round)s") % words
    body = _(
        "Please answer the survey by %(until)s; it takes two minutes. Your answers are kept without your name,"
        " and results are shown only from five answers on."
    )
    tell_many(
        (
            Message(
                e.person, subject, body % words, reverse("survey", args=[e.pk]), f"enrolment-{e.pk}-survey"
            )
            for e in enrolments
        ),
        urgent=False,
    )


@in_the_house_language
def followed_up(follow_ups: Iterable[FollowUp]) -> None:
    """Some months are over: what became of it?"""
    subject = _("What became of it in class? %(round)s")
    body = _(
        "You completed this course %(months)s months ago. Please say in a few words what you use of it,"
        " and show one thing from your class or work."
    )
    tell_many(
        (
            Message(
                one.completion.enrolment.person,
                subject % {"round": str(one.completion.enrolment.round)},
                body % {"months": one.months},
                reverse("follow-up", args=[one.pk]),
                f"follow-up-{one.pk}",
            )
            for one in follow_ups
        ),
        urgent=False,
    )
