"""What trainers and the planners of their centers are told. Always in Thai."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message, tell_many
from hcec.core.thai import thai_date
from training.models import Qualification, Trainer
from training.notices import in_the_house_language
from training.queries.staff import planners


@in_the_house_language
def ends_soon(terms: Iterable[Trainer], papers: Iterable[Qualification], on: date) -> None:
    """A term at a center, or what qualifies a trainer, ends soon: whoever can renew it is told, and she herself."""
    messages: list[Message] = []
    for term in terms:
        words = {"trainer": term.person.name, "center": term.center.name, "until": thai_date(term.until)}
        subject = _("A trainer's term ends soon: %(trainer)s") % words
        body = (
            _("%(trainer)s is a trainer of %(center)s until %(until)s. Renew the term or let it end.") % words
        )
        messages += to_all(term, subject, body, on, f"trainer-{term.pk}-{term.until}")
    for paper in papers:
        term = paper.trainer
        words = {"trainer": term.person.name, "skill": paper.skill.name, "until": thai_date(paper.until)}
        subject = _("A trainer's qualification ends soon: %(trainer)s") % words
        body = _(
            "What qualifies %(trainer)s in %(skill)s counts until %(until)s. Record the new paper in time."
        )
        messages += to_all(term, subject, body % words, on, f"qualification-{paper.pk}-{paper.until}")
    tell_many(messages, urgent=False)


def to_all(trainer: Trainer, subject: str, body: str, on: date, key: str) -> Iterator[Message]:
    """One message for each planner of the center, and one for the trainer, whose own dates are the page to look at."""
    keepers = planners(trainer.center_id, on)
    for person in keepers:
        path = reverse("manage-trainer", args=[trainer.pk])
        yield Message(person, subject, body, path, f"{key}-{person.pk}")
    if trainer.person not in keepers:
        yield Message(trainer.person, subject, body, reverse("home"), f"{key}-{trainer.person_id}")
