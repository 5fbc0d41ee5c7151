"""Reads of surveys: the questions of a round, who may still answer, and results that are shown to nobody too early (H1)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from training.lifecycles import SEATED, RoundStatus, SurveyTextStatus
from training.models import (
    Enrolment,
    Round,
    Survey,
    SurveyCount,
    SurveyForm,
    SurveyItem,
    SurveyText,
    Teaching,
)
from training.models.surveys import ANSWER_WITHIN, FEWEST, answers_until
from training.satisfaction import Level, band_of
from training.statistics import Rating, rated

Question = tuple[SurveyItem, User | None]


def form_on(day: date) -> SurveyForm | None:
    """The questions in force on a day; None where there are none yet."""
    asked = SurveyItem.objects.filter(form=OuterRef("pk"))
    return SurveyForm.objects.filter(Exists(asked), since__lte=day).order_by("-since").first()


def trainers_of(round: Round) -> list[User]:
    """Who taught a meeting of the round, by name."""
    ids = Teaching.objects.filter(meeting__round=round).values("person")
    return list(User.objects.filter(pk__in=ids).order_by("name_sort", "pk"))


def trainers_asked(round: Round) -> list[User]:
    """Of whom people are asked: who taught when the survey was opened, until then who teaches."""
    survey = of_round(round)
    if survey is None:
        return trainers_of(round)
    ids = SurveyCount.objects.filter(survey=survey).values("trainer")
    return list(User.objects.filter(pk__in=ids).order_by("name_sort", "pk"))


def questions(form: SurveyForm, trainers: Iterable[User]) -> list[Question]:
    """Every question in order: those about the course, then those about each trainer."""
    items = list(form.items.order_by("position"))
    found: list[Question] = [(item, None) for item in items if item.about == SurveyItem.About.COURSE]
    for trainer in trainers:
        found += [(item, trainer) for item in items if item.about == SurveyItem.About.TRAINER]
    return found


def window(round: Round, at: datetime) -> str:
    """Whether answers are taken: "early", "open" or "over"."""
    if round.status in (RoundStatus.DRAFT, RoundStatus.CALLED_OFF) or at >= answers_until(round):
        return "over"
    return "early" if at < round.ends_at else "open"


def seated(round: Round) -> int:
    return Enrolment.objects.filter(round=round, status__in=SEATED).count()


def is_shown(survey: Survey, at: datetime) -> bool:
    """Whether results may be seen: nobody can answer any more, and at least five have."""
    if survey.answers < FEWEST:
        return False
    return at >= survey.until or survey.answers == seated(survey.round)


def of_round(round: Round) -> Survey | None:
    return Survey.objects.select_related("form", "round").filter(round=round).first()


@dataclass(frozen=True)
class Result:
    """One question with its answers: mean and S.D. of levels, and what the mean is called. None below five answers."""

    item: SurveyItem
    trainer: User | None
    rating: Rating | None

    @property
    def band(self) -> Level | None:
        return band_of(self.rating.mean) if self.rating else None


@dataclass(frozen=True)
class Block:
    """The results about one thing: the course (no trainer) or one trainer, and all of its questions together."""

    trainer: User | None
    results: list[Result]
    whole: Rating | None

    @property
    def band(self) -> Level | None:
        return band_of(self.whole.mean) if self.whole else None


def enough(counts: dict[int, int]) -> Rating | None:
    rating = rated(counts)
    return rating if rating and rating.answers >= FEWEST else None


def blocks(survey: Survey, *, only: User | None = None) -> list[Block]:
    """The results of a survey (which the caller has found to be shown): the course, then each trainer; `only` one trainer."""
    rows = SurveyCount.objects.filter(survey=survey).select_related("item", "trainer")
    if only is not None:
        rows = rows.filter(trainer=only)
    counts: dict[tuple[int | None, int], dict[int, int]] = defaultdict(dict)
    names: dict[int | None, User | None] = {}
    items: dict[int, SurveyItem] = {}
    for row in rows.order_by("trainer__name_sort", "trainer", "item__position"):
        counts[row.trainer_id, row.item_id][row.level] = row.people
        names[row.trainer_id], items[row.item_id] = row.trainer, row.item
    found = []
    for pk in sorted(names, key=lambda key: key is not None):
        own = {item: levels for (trainer, item), levels in counts.items() if trainer == pk}
        results = [Result(items[item], names[pk], enough(levels)) for item, levels in own.items()]
        found.append(Block(names[pk], results, together(levels for levels in own.values() if enough(levels))))
    return found


def together(many: Iterable[dict[int, int]]) -> Rating | None:
    """All answers to several questions as one."""
    total: dict[int, int] = defaultdict(int)
    for levels in many:
        for level, people in levels.items():
            total[level] += people
    return rated(total)


def managed(access: Access) -> QuerySet[Survey]:
    """The surveys of the centers whose rounds somebody manages."""
    rows = Survey.objects.within(access, Permission.ROUND_MANAGE)
    return rows.select_related("round__course", "round__center__province", "form")


def over(at: datetime) -> Q:
    """The surveys that are over by time and have enough answers."""
    return Q(answers__gte=FEWEST, round__ends_at__lte=at - ANSWER_WITHIN)


def to_read(access: Access, at: datetime) -> QuerySet[SurveyText]:
    """Words that wait to be read, of surveys that are over."""
    rows = SurveyText.objects.within(access, Permission.ROUND_MANAGE).filter(status=SurveyTextStatus.WAITING)
    return rows.filter(survey__answers__gte=FEWEST, survey__round__ends_at__lte=at - ANSWER_WITHIN)


def teaches(person: User, round: Round) -> bool:
    return Teaching.objects.filter(meeting__round=round, person=person).exists()


def texts(survey: Survey) -> QuerySet[SurveyText]:
    """All words of a survey; their order says nothing (keys are random)."""
    return survey.texts.select_related("item", "trainer", "read_by").order_by(
        "item__position", "trainer", "pk"
    )


def of_trainer(person: User, at: datetime) -> list[tuple[Survey, Block, list[SurveyText]]]:
    """What a trainer may see of her own rounds: her results and the words that were passed on, newest first."""
    mine = SurveyCount.objects.filter(survey=OuterRef("pk"), trainer=person)
    rows = Survey.objects.filter(Exists(mine)).select_related("round__course", "round__center__province")
    found = []
    for survey in rows.filter(over(at)).order_by("-round__ends_at", "-pk")[:50]:
        passed_on = [
            text for text in texts(survey) if text.trainer_id == person.pk and text.status == "shown"
        ]
        found += [(survey, block, passed_on) for block in blocks(survey, only=person)]
    return found


def ratings_of(trainers: Iterable[int], at: datetime) -> dict[int, Rating]:
    """The mean over everything that was answered about each trainer (primary keys), of surveys that are over."""
    done = Survey.objects.filter(over(at)).values("pk")
    rows = SurveyCount.objects.filter(trainer__in=list(trainers), survey__in=done)
    counts: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for trainer, level, people in rows.values_list("trainer_id", "level", "people"):
        counts[trainer][level] += people
    return {pk: rating for pk, levels in counts.items() if (rating := enough(levels))}
