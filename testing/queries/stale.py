"""Sessions ahead whose workstations will have no valid check on the day, unless somebody checks them again (7.1)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from centers.models import ReadinessCheck, ReadinessRule, Room, Workstation
from testing.lifecycles import SessionStatus
from testing.models import Session

AHEAD = (SessionStatus.DRAFT, SessionStatus.OPEN, SessionStatus.CLOSED)


def with_stale(sessions: QuerySet[Session], at: datetime) -> QuerySet[Session]:
    """Sessions with `stale`: how many of their seats' workstations lack a pass that still holds when the test begins."""
    rules = ReadinessRule.objects.filter(in_force_from__lte=timezone.localdate(at)).order_by(
        "-in_force_from", "-pk"
    )
    holds = Coalesce(Subquery(rules.values("valid_days")[:1]), Value(ReadinessRule().valid_days))
    a_day = Value(timedelta(days=1), output_field=DurationField())
    fresh = ReadinessCheck.objects.filter(
        workstation=OuterRef("pk"), passed=True, at__gte=OuterRef(OuterRef("fresh_from"))
    )
    stale = Workstation.objects.filter(
        ~Exists(fresh), room=OuterRef("reservation__room"), active=True, number__lte=OuterRef("seats")
    )
    counted = stale.order_by().values("room").annotate(n=Count("pk")).values("n")
    return sessions.annotate(
        fresh_from=ExpressionWrapper(
            F("starts_at") - ExpressionWrapper(holds * a_day, DurationField()), DateTimeField()
        )
    ).annotate(stale=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def soon_stale(sessions: QuerySet[Session], at: datetime) -> QuerySet[Session]:
    """Those of the coming days in a laboratory for which at least one workstation must be checked again."""
    until = at + timedelta(days=settings.READINESS_WARN_DAYS)
    coming = sessions.filter(
        status__in=AHEAD,
        starts_at__gt=at,
        starts_at__lte=until,
        reservation__room__kind=Room.Kind.LAB,
    )
    return with_stale(coming, at).filter(stale__gt=0)
