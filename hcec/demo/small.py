"""The small demo: a year around today in a few provinces, through the actions of the portal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from centers.models import Center, Province
from hcec.accounts.models import User
from hcec.demo import (
    arrivals,
    catalogue,
    crowd,
    diary,
    doorstep,
    duties,
    evaluation,
    honours,
    lessons,
    limits,
    money,
    nominations,
    online,
    papers,
    registers,
    sittings,
    staff,
    trainers,
)
from hcec.demo.accounts import CENTER
from hcec.demo.cast import assemble
from testing.models import Exam
from training.models import Course

PROVINCES = ("50", "38", "40", "10", "90")
CENTERS = (CENTER, "HCEC-50-02", "HCEC-50-03", "HCEC-38-01", "HCEC-40-01", "HCEC-10-01", "HCEC-90-01")
PEOPLE, SCHOOLS = 400, 8


def build(*, seed: int, now: datetime, people: int = PEOPLE, schools: int = SCHOOLS) -> None:
    """Invent everything, all or nothing. Every step draws from its own stream of chance, so none shifts another."""
    today = timezone.localdate(now)
    provinces = sorted(
        Province.objects.filter(code__in=PROVINCES), key=lambda province: PROVINCES.index(province.code)
    )
    with transaction.atomic():
        cast = assemble(today)
        staff.appoint_everywhere(Random(f"{seed} staff"), today)
        gathered = crowd.gather(Random(f"{seed} crowd"), provinces, people=people, schools=schools)
        count_rows()
        money.set_prices(today)
        evaluation.ask_for_more()
        busy: set[tuple[int, date]] = set()
        centers = {
            center.code: center
            for center in Center.objects.filter(code__in=CENTERS).select_related("province")
        }
        for code in CENTERS:
            own = cast if code == CENTER else {}
            run_year(centers[code], gathered.of(centers[code].province), busy, cast=own, seed=seed, now=now)
            if code in (CENTERS[0], CENTERS[-1]):
                count_rows()
        arrivals.come(centers[CENTER], cast, now=now)
        registers.keep([centers[code] for code in CENTERS], cast, now=now)
        catalogue.propose(centers[CENTER], cast, now=now)
        catalogue.schedule(centers[CENTER], cast, now=now)
        limits.set_limits(centers[CENTER], cast, now=now)
        evaluation.follow_up(now=now)
        online.offer(centers[CENTER], cast, now=now)
        trainers.keep([centers[code] for code in CENTERS], cast, now=now)
        doorstep.come(centers[CENTER], cast["clerk"], now=now)
        nominations.nominate(centers[CENTER], cast, now=now)
        duties.work(centers[CENTER], cast, now=now)
        money.pay(centers[CENTER], cast, now=now)
        money.keep_apart(centers[CENTER], cast, now=now)
        office = staff.office_of(centers[CENTER])
        papers.revoke_one(centers[CENTER], office, now=now)
        honours.keep(centers[CENTER], cast, office, now=now)
        honours.replace_one(centers[CENTER], cast, office, now=now)
        papers.show(cast, now=now)


def count_rows() -> None:
    """Let PostgreSQL count what there is. It cannot see into a transaction that is not over, takes the tables for
    empty, and then reads them again and again for every row of another."""
    with connection.cursor() as cursor:
        # Our own tables by name: the catalogs that all databases share would stay locked against others until the end.
        tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names(cursor)))
        cursor.execute(f"ANALYZE (SKIP_LOCKED) {tables}")


def run_year(
    center: Center,
    people: Sequence[User],
    busy: set[tuple[int, date]],
    *,
    cast: Mapping[str, User],
    seed: int,
    now: datetime,
) -> None:
    """One center's year: tests, training, and the certificates of both."""
    office = staff.office_of(center)
    exams = (
        Exam.objects.filter(code__in=["hcec-english", "hcec-digital"])
        .select_related("scale")
        .order_by("-code")
    )
    courses = Course.objects.filter(active=True).order_by("code")
    shared = {"center": center, "office": office, "people": people, "now": now, "busy": busy, "cast": cast}
    tests = sittings.Year(**shared, exams=list(exams), random=Random(f"{seed} sittings {center.code}"))
    tests.run(diary.SITTINGS_OFTEN if cast else [day + center.number for day in diary.SITTINGS])
    training = lessons.Year(**shared, courses=list(courses), random=Random(f"{seed} lessons {center.code}"))
    training.run(diary.ROUNDS_OFTEN if cast else [day + center.number for day in diary.ROUNDS])
    papers.issue_year(center, office, now=now)
