"""What people are told about nominations: whose answer is asked for, until when, and what became of it. Always in Thai."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message, tell_many
from hcec.accounts.models import User
from hcec.core.thai import thai_datetime
from training import answer_links
from training.lifecycles import NominationStatus
from training.models import Enrolment, Nomination
from training.notices import about, in_the_house_language
from training.queries.nominations import answerers


def words_of(nomination: Nomination) -> dict[str, Any]:
    enrolment = nomination.enrolment
    return about(enrolment.round) | {
        "person": enrolment.person.name,
        "school": nomination.school.name,
        "by": nomination.made_by.name,
        "until": thai_datetime(nomination.answer_by),
        "seat": enrolment.seat_no,
        "wait": enrolment.wait_no,
        "reason": nomination.reason,
    }


def place_of(enrolment: Enrolment, words: dict[str, Any]) -> str:
    """What is kept while the answer is open."""
    if enrolment.seat_no:
        return str(_("Seat %(seat)s is held until the answer.") % words)
    return str(_("The round is full: number %(wait)s on the waiting list is kept until the answer.") % words)


def path_of(nomination: Nomination) -> str:
    return reverse("nomination", args=[nomination.pk])


def key_of(nomination: Nomination, what: str, person: User) -> str:
    return f"nomination-{nomination.pk}-{what}-{person.pk}"


def people_asked(nomination: Nomination, at: datetime) -> list[User]:
    """Whose answer is asked for as it stands."""
    return answerers(nomination, timezone.localdate(at))


@in_the_house_language
def asked(nomination: Nomination, people: Iterable[User]) -> None:
    """A teacher wants to come: the heads get the one-tap link, she reads with whom her request is."""
    words, enrolment = words_of(nomination), nomination.enrolment
    kept = place_of(enrolment, words)
    subject = _("%(person)s asks for your approval: %(round)s") % words
    body = _(
        "%(person)s of %(school)s wants to take part at %(center)s, %(when)s. Approve it or say no by %(until)s:"
    )
    messages = [
        Message(
            head, subject, f"{body % words} {kept}", answer_links.path(nomination, head),
            key_of(nomination, nomination.status, head),
        )
        for head in people
    ]  # fmt: skip
    if nomination.status == NominationStatus.PASSED_UP:
        hers = _("The director of your service area is asked to approve it until %(until)s.") % words
    else:
        hers = _("The head of your school is asked to approve it until %(until)s.") % words
    messages.append(
        Message(
            enrolment.person, _("Your request is on its way: %(round)s") % words, f"{hers} {kept}",
            path_of(nomination), key_of(nomination, nomination.status, enrolment.person),
        )
    )  # fmt: skip
    tell_many(messages)


@in_the_house_language
def went_up(nomination: Nomination, people: Iterable[User]) -> None:
    """The heads who did not answer read that it is with the area now."""
    words = words_of(nomination)
    subject = _("Passed up to the service area: %(person)s, %(round)s") % words
    body = _("There was no answer within five days, so the director of the service area decides now.")
    tell_many(
        Message(head, subject, body, path_of(nomination), key_of(nomination, "up", head)) for head in people
    )


@in_the_house_language
def nominated(nominations: Iterable[Nomination]) -> None:
    """Teachers read who put them forward, what is kept for them, and until when to say yes or no."""
    messages = []
    for nomination in nominations:
        words, person = words_of(nomination), nomination.enrolment.person
        body = _(
            "%(by)s, %(school)s, nominates you for this training at %(center)s, %(when)s. Say yes or no by %(until)s:"
        )
        messages.append(
            Message(
                person, _("You are nominated: %(round)s") % words,
                f"{body % words} {place_of(nomination.enrolment, words)}",
                answer_links.path(nomination, person), key_of(nomination, "nominated", person),
            )
        )  # fmt: skip
    tell_many(messages)


@in_the_house_language
def held(nomination: Nomination, enrolment: Enrolment) -> None:
    """A place came free for somebody of whom an answer is still asked."""
    nomination.enrolment = enrolment
    words, person = words_of(nomination), enrolment.person
    subject = _("A place came free and is held: %(round)s") % words
    body = _("Seat %(seat)s is held until the answer, at the latest until %(until)s.") % words
    tell_many([Message(person, subject, body, path_of(nomination), key_of(nomination, "held", person))])


@in_the_house_language
def ended(nomination: Nomination, people: Iterable[User], *, but: Iterable[User]) -> None:
    """Everybody concerned reads what became of it, each once; not those in `but`, who did it."""
    words = words_of(nomination) | {"who": nomination.answered_by.name if nomination.answered_by else ""}
    subject, body = outcome(nomination, words)
    if nomination.reason:
        body += " " + _("Reason: %(reason)s") % words
    knows = {person.pk for person in but}
    concerned = {person.pk: person for person in people if person.pk not in knows}
    tell_many(
        Message(person, subject, body, path_of(nomination), key_of(nomination, nomination.status, person))
        for person in concerned.values()
    )


def outcome(nomination: Nomination, words: dict[str, Any]) -> tuple[str, str]:
    """Subject and first sentences of the end of a question."""
    if nomination.status == NominationStatus.AGREED:
        subject = _("Agreed: %(person)s, %(round)s") % words
        place = (
            _("Seat %(seat)s at %(center)s, %(when)s, is confirmed.")
            if nomination.enrolment.seat_no
            else _("The round is full; number %(wait)s on the waiting list stays.")
        )
        return subject, f"{_('%(who)s said yes.') % words} {place % words}"
    if nomination.status == NominationStatus.DECLINED:
        return (
            _("Said no: %(person)s, %(round)s") % words,
            _("%(who)s said no. The place goes to the next in line.") % words,
        )
    if nomination.status == NominationStatus.WITHDRAWN:
        return (
            _("Taken back: %(person)s, %(round)s") % words,
            _("%(who)s took it back. Nothing more is asked of you.") % words,
        )
    return (
        _("Nobody answered in time: %(person)s, %(round)s") % words,
        _("There was no answer by %(until)s, so the place goes to the next in line.") % words,
    )
