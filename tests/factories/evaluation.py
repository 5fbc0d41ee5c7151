"""The evaluation of a round: questions after a course, answers, marks, follow-ups."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.factories.accounts import PersonFactory
from tests.factories.training import finalised_round, held_round
from training.actions import marks, surveys
from training.models import Enrolment, FollowUp, Mark, Round, SurveyForm, SurveyItem, Teaching
from training.models.surveys import ANSWER_WITHIN
from training.queries import surveys as reads

ITEMS = (
    ("course", "level", "เนื้อหา"),
    ("course", "level", "สถานที่"),
    ("course", "words", "ความเห็น"),
    ("trainer", "level", "ความรอบรู้"),
    ("trainer", "words", "ถึงวิทยากร"),
)


def survey_form(number: int = 1, since: date = date(2020, 10, 1)) -> SurveyForm:
    """A version of the questions: two about the course, one about each trainer, and words of both kinds."""
    form, new = SurveyForm.objects.get_or_create(number=number, defaults={"since": since})
    if new:
        SurveyItem.objects.bulk_create(
            SurveyItem(form=form, position=place, about=about, answer=answer, text_th=text, text_en=text)
            for place, (about, answer, text) in enumerate(ITEMS, start=1)
        )
    return form


def taught_by_one(round: Round) -> Teaching:
    """A trainer at the first meeting."""
    meeting = round.meetings.order_by("starts_at").first()
    return Teaching.objects.create(
        meeting=meeting, person=PersonFactory(), starts_at=meeting.starts_at, ends_at=meeting.ends_at
    )


def surveyed_round(*, people: int = 5, **about: object) -> Round:
    """A round that is over, with one trainer, of which everybody may be asked."""
    survey_form()
    round = held_round(people=people, **about)
    taught_by_one(round)
    return round


def after(round: Round, days: int = 1) -> datetime:
    return round.ends_at + timedelta(days=days)


def over(round: Round) -> datetime:
    """The moment from which nobody can answer any more."""
    return round.ends_at + ANSWER_WITHIN


def say(
    place: Enrolment, level: int = 4, *, words: str = "", trainer_level: int | None = None, days: int = 1
) -> bool:
    """One person's answers: the same level for every question, or another one for the trainer."""
    round, form = place.round, reads.form_on(date(2026, 1, 1))
    questions = reads.questions(form, reads.trainers_asked(round))
    levels, texts = {}, {}
    for item, trainer in questions:
        key = (item.pk, trainer.pk if trainer else None)
        if item.answer == "words":
            texts[key] = words
        else:
            levels[key] = trainer_level if trainer and trainer_level else level
    return surveys.answer(place, levels, texts, form=form.number, by=place.person, at=after(round, days))


def places_of(round: Round) -> list[Enrolment]:
    return list(Enrolment.objects.filter(round=round).select_related("round", "person").order_by("seat_no"))


def mark(round: Round, kind: str, points: list[int | None], *, of: int = 20, by: object = None) -> int:
    """Points of everybody by seat; None for who did not take it."""
    scores = {
        place.pk: None if score is None else Decimal(score)
        for place, score in zip(places_of(round), points, strict=True)
    }
    at = after(round)
    return marks.record(round, kind, scores, of_score=Decimal(of), by=by or round.created_by, at=at)


def a_follow_up(*, months: int = 3, **about: object) -> FollowUp:
    """Asked of somebody who completed, three months later."""
    place = Enrolment.objects.get(round=finalised_round(people=1, **about))
    return FollowUp.objects.create(
        completion=place.completion, months=months, asked_at=place.round.ends_at + timedelta(days=92)
    )


__all__ = ["Mark", "a_follow_up", "after", "mark", "over", "places_of", "say", "survey_form", "surveyed_round", "taught_by_one"]  # fmt: skip
