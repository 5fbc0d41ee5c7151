"""The small demo: a year around today in a few provinces, through the actions of the portal."""

from datetime import datetime
from random import Random

from django.db import transaction
from django.utils import timezone

from centers.models import Center, Province
from hcec.demo import crowd, diary, sittings, staff
from hcec.demo.accounts import CENTER
from hcec.demo.cast import assemble
from testing.models import Exam

PROVINCES = ("50", "38", "40", "10", "90")
CENTERS = (CENTER, "HCEC-50-02", "HCEC-50-03", "HCEC-38-01", "HCEC-40-01", "HCEC-10-01", "HCEC-90-01")
PEOPLE, SCHOOLS = 400, 8


def build(*, seed: int, now: datetime, people: int = PEOPLE, schools: int = SCHOOLS) -> None:
    """Invent everything. Every step draws from its own stream of chance, so that one does not shift the next."""
    today = timezone.localdate(now)
    provinces = sorted(
        Province.objects.filter(code__in=PROVINCES), key=lambda province: PROVINCES.index(province.code)
    )
    with transaction.atomic():
        assemble(today)
        staff.appoint_everywhere(Random(f"{seed} staff"), today)
        gathered = crowd.gather(Random(f"{seed} crowd"), provinces, people=people, schools=schools)
    exams = list(
        Exam.objects.filter(code__in=["hcec-english", "hcec-digital"])
        .order_by("-code")
        .select_related("scale")
    )
    busy: set[tuple[int, object]] = set()
    centers = {
        center.code: center for center in Center.objects.filter(code__in=CENTERS).select_related("province")
    }
    for code in CENTERS:
        center = centers[code]
        with transaction.atomic():
            year = sittings.Year(
                center=center,
                office=staff.office_of(center),
                people=gathered.of(center.province),
                exams=exams,
                random=Random(f"{seed} sittings {code}"),
                now=now,
                busy=busy,
            )
            year.run(
                diary.SITTINGS_OFTEN if code == CENTER else [day + center.number for day in diary.SITTINGS]
            )
