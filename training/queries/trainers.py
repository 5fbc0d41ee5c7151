"""Reads of trainers: who they are, what qualifies them, what they have led this term."""

from datetime import date, datetime, time, timedelta

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from centers.models import SchoolTerm
from hcec.core.access import Access, Permission
from training.lifecycles import RoundStatus
from training.models import Qualification, Teaching, Trainer

WITHOUT_TERM = timedelta(weeks=18)
NOT_RUN = (RoundStatus.DRAFT, RoundStatus.CALLED_OFF)


def load_span(today: date) -> tuple[datetime, datetime]:
    """The term of today, or the last one; the eighteen weeks up to today where none is on record. Half open."""
    term = SchoolTerm.objects.filter(starts_on__lte=today).order_by("-starts_on", "-pk").first()
    first, last = (term.starts_on, term.ends_on) if term else (today - WITHOUT_TERM, today)
    begins, day = timezone.make_aware(datetime.combine(first, time())), last + timedelta(days=1)
    return begins, timezone.make_aware(datetime.combine(day, time()))


def with_load(rows: QuerySet[Trainer], at: datetime) -> QuerySet[Trainer]:
    """Trainers with `led` (meetings of this term that are over), `led_minutes` (what counted of them) and `planned` (her
    dates to come), wherever she taught."""
    begins, ends = load_span(timezone.localdate(at))
    taught = Teaching.objects.filter(person=OuterRef("person")).exclude(meeting__round__status__in=NOT_RUN)
    taught = taught.order_by().values("person")
    over = taught.filter(starts_at__gte=begins, starts_at__lt=ends, ends_at__lte=at)
    ahead = Teaching.objects.filter(person=OuterRef("person"), busy=True, ends_at__gt=at).order_by()
    return rows.annotate(
        led=Coalesce(Subquery(over.annotate(n=Count("pk")).values("n")), 0),
        led_minutes=Coalesce(Subquery(over.annotate(n=Sum("meeting__minutes")).values("n")), 0),
        planned=Coalesce(Subquery(ahead.values("person").annotate(n=Count("pk")).values("n")), 0),
    )


def of_centers(access: Access, at: datetime) -> QuerySet[Trainer]:
    """Trainers of the centers whose rounds the person runs, those who still train first, with load and skills."""
    over = ExpressionWrapper(
        Q(until__isnull=False, until__lte=timezone.localdate(at)), output_field=BooleanField()
    )
    rows = Trainer.objects.within(access, Permission.ROUND_MANAGE).select_related("person", "center")
    return with_load(with_papers(rows, at), at).order_by(over, "person__name_sort", "pk")


def with_papers(rows: QuerySet[Trainer], at: datetime) -> QuerySet[Trainer]:
    """Trainers with `papers`: what qualifies them on that day, by skill."""
    today = timezone.localdate(at)
    standing = Qualification.objects.standing().filter(Q(until__isnull=True) | Q(until__gte=today))
    ordered = (
        standing.filter(since__lte=today).select_related("skill").order_by("skill__sort_order", "skill", "pk")
    )
    return rows.prefetch_related(Prefetch("qualifications", ordered, to_attr="papers"))


def managed(access: Access, at: datetime) -> QuerySet[Trainer]:
    """One trainer's page: a trainer of the centers whose rounds the person runs, with load."""
    rows = Trainer.objects.within(access, Permission.ROUND_MANAGE).select_related(
        "person", "center__province"
    )
    return with_load(rows, at)


def papers_of(trainer: Trainer) -> QuerySet[Qualification]:
    """Everything that was recorded of a trainer, what stands first; withdrawn ones stay to be seen."""
    rows = trainer.qualifications.select_related("skill", "recorded_by", "withdrawn_by")
    return rows.order_by(F("withdrawn_at").asc(nulls_first=True), "skill__sort_order", "-since", "pk")
