"""What two colleagues are told about a seat that is passed on."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.accounts.models import User
from hcec.core.thai import thai_datetime
from testing.models import Substitution
from testing.notices import place_and_time


def messages(question: Substitution, what: str, key: str) -> Iterator[Message]:
    """The messages of one event; needs both people, booking, session, exam, center and room at hand."""
    session = question.booking.session
    said = {
        "exam": session.exam, "person": question.person.name, "colleague": question.colleague.name,
        "until": thai_datetime(session.cancel_until),
    }  # fmt: skip
    hers = reverse("substitution", args=[question.pk])
    own = reverse("substitute-new", args=[question.booking.code])
    where = place_and_time(question.booking)
    to_colleague = {
        "asked": (
            _("%(person)s offers you her seat: %(exam)s"),
            _("Answer before %(until)s. If you say yes the seat is yours; if you say no nothing changes."),
        ),
        "taken": (
            _("The seat is yours: %(exam)s"),
            _("Print the admission slip or show it on your phone, and bring an identity card with a photo."),
        ),
        "withdrawn": (_("The seat is no longer offered to you: %(exam)s"), _("You need do nothing.")),
        "lapsed": (_("The seat is no longer offered to you: %(exam)s"), _("You need do nothing.")),
    }
    to_person = {
        "taken": (
            _("%(colleague)s has your seat now: %(exam)s"),
            _("Your booking is cancelled and your admission slip is no longer valid."),
        ),
        "declined": (
            _("%(colleague)s does not take your seat: %(exam)s"),
            _("It is still yours. Ask another colleague, or cancel before %(until)s if you cannot come."),
        ),
    }
    if what in to_colleague:
        path = reverse("booking", args=[question.got.code]) if question.got else hers
        yield message(question.colleague, to_colleague[what], said, where, path, f"{key}:colleague")
    if what in to_person:
        yield message(question.person, to_person[what], said, where, own, f"{key}:person")


def message(
    person: User, words: tuple[str, str], said: dict[str, Any], where: str, path: str, key: str
) -> Message:
    subject, body = words
    return Message(
        person=person, subject=subject % said, body=f"{body % said}\n\n{where}", path=path, key=key
    )
