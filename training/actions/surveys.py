"""Ask for the survey of a round, take answers that belong to nobody, read their words before a trainer does (H1).

Answering writes no audit entry on purpose: see `training/models/surveys.py` for how an answer is kept from its person.
"""

from collections.abc import Mapping
from datetime import datetime
from random import SystemRandom
from uuid import uuid4

from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training import survey_notices
from training.actions import seats
from training.lifecycles import SEATED, SURVEY_TEXT, SurveyTextStatus
from training.models import Enrolment, Round, Survey, SurveyCount, SurveyItem, SurveyText
from training.models.surveys import LEVELS, answers_until
from training.queries.surveys import (
    form_on,
    is_shown,
    questions,
    teaches,
    trainers_asked,
    trainers_of,
    window,
)
from training.refusals import Refusal

# What a form says: for each question, by item and trainer (primary keys), a level or words.
Levels = Mapping[tuple[int, int | None], int]
Words = Mapping[tuple[int, int | None], str]


def made(round: Round) -> Survey | None:
    """The survey of a locked round with its questions fixed and all counts at 0; None while there are no questions."""
    if survey := Survey.objects.select_related("form").filter(round=round).first():
        return survey
    form = form_on(timezone.localdate(round.ends_at))
    if form is None:
        return None
    survey = Survey.objects.create(round=round, form=form)
    SurveyCount.objects.bulk_create(
        SurveyCount(survey=survey, item=item, trainer=trainer, level=level)
        for item, trainer in questions(form, trainers_of(round))
        if item.answer == SurveyItem.Answer.LEVEL
        for level in LEVELS
    )
    return survey


def ask_in_time(round: Round, *, at: datetime) -> bool:
    """Fix the questions of a round that has ended and ask everybody with a place; False where that was done before."""
    with transaction.atomic():
        round = seats.locked(round)
        if window(round, at) != "open" or Survey.objects.filter(round=round).exists() or not made(round):
            return False
        people = Enrolment.objects.filter(round=round, status__in=SEATED).select_related("person")
        survey_notices.asked(people.order_by("pk"), round)
    return True


def answer(enrolment: Enrolment, levels: Levels, words: Words, *, form: int, by: User, at: datetime) -> bool:
    """Count one person's answers; False where she has answered before, which changes nothing.

    Refuses anybody else's place, before the round has ended and after fourteen days, whoever was at no meeting, questions
    that have changed since the form was opened, and a question about the course that is left out.
    """
    with transaction.atomic():
        round = seats.locked(enrolment.round)
        own = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
        refuse_person(own, round, by, at)
        if own.survey_answered:
            return False
        survey = made(round)
        if survey is None or survey.form.number != form:
            raise Refusal(_("The questions have changed meanwhile. Load the page again."))
        count(survey, levels)
        lay_anew(survey, words)
        Survey.objects.filter(pk=survey.pk).update(answers=F("answers") + 1)
        own.survey_answered = True
        own.save(update_fields=["survey_answered"])
    return True


def refuse_person(own: Enrolment, round: Round, by: User, at: datetime) -> None:
    if own.person_id != by.pk or own.status not in SEATED:
        raise Refusal(_("Only who has a place in the round answers for it."))
    stands = window(round, at)
    if stands == "early":
        raise Refusal(
            _("The survey opens when the last meeting is over: %(when)s.")
            % {"when": thai_datetime(round.ends_at)}
        )
    if stands == "over":
        raise Refusal(
            _("Answers were taken until %(until)s.") % {"until": thai_datetime(answers_until(round))}
        )
    record = own.attendances.all()
    if record.exists() and not record.filter(present=True).exists():
        raise Refusal(_("You were at no meeting of this round, so there is nothing to rate."))  # fmt: skip


def count(survey: Survey, levels: Levels) -> None:
    """Add one to the chosen counts, and write all others again as they are: no row stands out as the last one touched."""
    rows = list(
        SurveyCount.objects.filter(survey=survey).values_list("pk", "item", "trainer", "level", "item__about")
    )
    asked = {(item, trainer) for _pk, item, trainer, _level, _about in rows}
    needed = {
        (item, trainer) for _pk, item, trainer, _level, about in rows if about == SurveyItem.About.COURSE
    }
    if set(levels) - asked or any(level not in LEVELS for level in levels.values()):
        raise Refusal(_("The questions have changed meanwhile. Load the page again."))
    if needed - set(levels):
        raise Refusal(_("Please answer every question about the course."))
    chosen = [pk for pk, item, trainer, level, _about in rows if levels.get((item, trainer)) == level]
    step = Case(When(pk__in=chosen, then=Value(1)), default=Value(0))
    SurveyCount.objects.filter(survey=survey).update(people=F("people") + step)  # fmt: skip


def lay_anew(survey: Survey, words: Words) -> None:
    """Put the new words among the old ones: all of them under new keys, in an order drawn by lot, in one statement."""
    items = dict(SurveyItem.objects.filter(form=survey.form, answer="words").values_list("pk", "about"))
    trainers = {person.pk for person in trainers_asked(survey.round)}
    old = list(SurveyText.objects.filter(survey=survey).values_list("item", "trainer", "words"))
    new = [(item, trainer, text.strip()) for (item, trainer), text in words.items() if text.strip()]
    if any(
        item not in items or (trainer is not None and trainer not in trainers) for item, trainer, _t in new
    ):
        raise Refusal(_("The questions have changed meanwhile. Load the page again."))
    every = old + new
    SystemRandom().shuffle(every)
    SurveyText.objects.filter(survey=survey).delete()
    SurveyText.objects.bulk_create(
        SurveyText(id=uuid4(), survey=survey, item_id=item, trainer_id=trainer, words=text)
        for item, trainer, text in every
    )


def read(text: SurveyText, move: str, *, by: User, at: datetime) -> SurveyText:
    """`move` is "show" (the trainer sees it) or "withhold". Refuses before the survey is over, and whoever teaches the round."""
    with transaction.atomic():
        survey = Survey.objects.select_for_update(of=("self",)).select_related("round").get(pk=text.survey_id)
        text = SurveyText.objects.select_for_update(of=("self",)).get(pk=text.pk)
        if not is_shown(survey, at):
            raise Refusal(_("Words are read once the survey is over and five people have answered."))
        if teaches(by, survey.round):
            raise Refusal(_("You taught in this round: a colleague reads these words first."))
        SURVEY_TEXT.apply(text, move)
        text.read_by, text.read_at = by, at
        text.save(update_fields=["status", "read_by", "read_at"])
        audit.record(f"survey_text.{text.status}", text, by=by, at=at)
    return text


def waiting(survey: Survey) -> int:
    """How many words nobody has read yet."""
    return survey.texts.filter(Q(status=SurveyTextStatus.WAITING)).count()
