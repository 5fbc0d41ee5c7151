"""Who comes to the demo's rounds: a rule with its source, kept seats, a round for committees, somebody who waits by need."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from centers.keeping import Keep
from centers.models import Center, Room
from committees.models import Level
from hcec.accounts.models import User
from hcec.demo import diary
from training.actions import pools, rounds, wishes
from training.actions.meetings import MeetingPlan
from training.lifecycles import RoundStatus
from training.models import Course, Curriculum, EligibilityRule, Mode, Round
from training.queries import seats

SOURCE = "แนวปฏิบัติการรับสมัครของ สพฐ. (ตัวอย่าง)"
AHEAD = 33  # days from today on which the demo's classroom is free


def set_limits(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """All of it, at the cast's own center."""
    EligibilityRule.objects.get_or_create(
        course=Course.objects.get(code="DIG-BASE-12"), kind=EligibilityRule.Kind.AGAIN, value=24,
        defaults={"valid_from": timezone.localdate(now) - timedelta(days=30), "source": SOURCE},
    )  # fmt: skip
    keep_seats(center, cast["manager"], now)
    for_committees(center, cast["manager"], now)
    wait_by_need(center, cast["teacher"], now)


def keep_seats(center: Center, manager: User, now: datetime) -> None:
    """Two seats of the next round with free ones wait for people of the areas that the center serves."""
    running = Round.objects.filter(
        center=center, status=RoundStatus.OPEN, opens_at__lte=now, closes_at__gt=now + timedelta(days=1)
    )
    for round in running.order_by("starts_at", "pk"):
        if seats.free_seats(round).count() > 2:
            opens = max(now + timedelta(hours=6), round.closes_at - timedelta(days=2))
            wish = Keep("ครูในเขตพื้นที่บริการ", 2, near="area", released_at=opens)
            pools.add(round, wish, by=manager, at=now)
            return


def for_committees(center: Center, manager: User, now: datetime) -> None:
    """A day for members of committees of provinces and centers (6.2.4)."""
    course = Course.objects.get(code="C21-CRIT-6")
    day = diary.days(now, AHEAD, 1)[0]
    room = center.rooms.get(kind=Room.Kind.CLASSROOM)
    plan = MeetingPlan(
        mode=Mode.FACE_TO_FACE, starts_at=day.starts_at, ends_at=day.ends_at, minutes=int(course.hours * 60), room=room
    )  # fmt: skip
    fields = {
        "seats": 20, "opens_at": now, "closes_at": day.starts_at - timedelta(days=3),
        "cancel_until": day.starts_at - timedelta(days=2), "name": "บุคลากรประจำศูนย์และกรรมการ",
        "audience_committees": [Level.PROVINCE, Level.CENTER],
    }  # fmt: skip
    round = rounds.plan(center, course, fields, [plan], by=manager, at=now)
    rounds.open(round, by=manager, at=now)


def wait_by_need(center: Center, teacher: User, now: datetime) -> None:
    """The teacher waits for English at B1 in her province, and for a course that no center announces soon."""
    today = timezone.localdate(now)
    english = Curriculum.objects.get(code="english")
    wishes.ask(
        wishes.Need(today, today + timedelta(days=120), curriculum=english, level_th="B1", provinces=(center.province,)),
        by=teacher, at=now,
    )  # fmt: skip
    course = Course.objects.get(code="C21-CHI-30")
    wishes.ask(wishes.Need(today, today + timedelta(days=90), course=course), by=teacher, at=now)
