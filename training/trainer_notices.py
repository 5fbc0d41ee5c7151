"""What trainers and the planners of their centers are told. Always in Thai."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message, tell_many
from hcec.accounts.models import User
from hcec.core.thai import thai_date, thai_datetime, thai_time
from training.lifecycles import RoundStatus
from training.models import Enrolment, Qualification, Teaching, Trainer
from training.notices import in_the_house_language, path_of
from training.queries.staff import planners


@in_the_house_language
def ends_soon(terms: Iterable[Trainer], papers: Iterable[Qualification], on: date) -> None:
    """A term at a center, or what qualifies a trainer, ends soon: whoever can renew it is told, and she herself."""
    messages: list[Message] = []
    for term in terms:
        words = {"trainer": term.person.name, "center": term.center.name, "until": day_of(term)}
        subject = _("A trainer's term ends soon: %(trainer)s") % words
        body = (
            _("%(trainer)s is a trainer of %(center)s until %(until)s. Renew the term or let it end.") % words
        )
        messages += to_all(term, subject, body, on, f"trainer-{term.pk}-{term.until}")
    for paper in papers:
        term = paper.trainer
        words = {"trainer": term.person.name, "skill": paper.skill.name, "until": day_of(paper)}
        subject = _("A trainer's qualification ends soon: %(trainer)s") % words
        body = _(
            "What qualifies %(trainer)s in %(skill)s counts until %(until)s. Record the new paper in time."
        )
        messages += to_all(term, subject, body % words, on, f"qualification-{paper.pk}-{paper.until}")
    tell_many(messages, urgent=False)


def day_of(row: Trainer | Qualification) -> str:
    return thai_date(row.until) if row.until else ""


def to_all(trainer: Trainer, subject: str, body: str, on: date, key: str) -> Iterator[Message]:
    """One message for each planner of the center, and one for the trainer, whose own dates are the page to look at."""
    keepers = planners(trainer.center_id, on)
    for person in keepers:
        path = reverse("manage-trainer", args=[trainer.pk])
        yield Message(person, subject, body, path, f"{key}-{person.pk}")
    if trainer.person not in keepers:
        yield Message(trainer.person, subject, body, reverse("home"), f"{key}-{trainer.person_id}")


@in_the_house_language
def stood_in(teaching: Teaching, trainer: Trainer, instead: User | None, at: datetime) -> None:
    """Another trainer teaches a meeting: she is told, who was to teach it, the planners of her own center where it is
    another one, and everybody in the round."""
    meeting, key = teaching.meeting, f"stand-in-{teaching.pk}"
    round = meeting.round
    words = {
        "round": str(round),
        "center": round.center.public_name,
        "trainer": trainer.person.name,
        "when": f"{thai_datetime(meeting.starts_at)}–{thai_time(meeting.ends_at)}",
    }
    page = reverse("home") if round.status == RoundStatus.DRAFT else reverse("round", args=[round.pk])
    subject = _("You are to train: %(round)s") % words
    body = (
        _("You teach the meeting of %(when)s at %(center)s. Tell the center at once if you cannot.") % words
    )
    told = [Message(trainer.person, subject, body, page, f"{key}-{trainer.person_id}")]
    subject = _("The trainer has changed: %(round)s") % words
    body = _("%(trainer)s teaches the meeting of %(when)s at %(center)s.") % words
    others = [instead] if instead else []
    if trainer.center_id != round.center_id:
        others += planners(trainer.center_id, timezone.localdate(at))
    told += [Message(person, subject, body, page, f"{key}-{person.pk}") for person in others]
    people = Enrolment.objects.live().filter(round=round).select_related("person").order_by("pk")
    told += [Message(e.person, subject, body, path_of(e), f"{key}-{e.person_id}") for e in people]
    tell_many(told)
