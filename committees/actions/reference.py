"""Make sure that the 264 committees stand, the ministry's, OBEC's, one a province and one a center, and the rating form."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from centers.models import Center, Province
from committees.actions import posts
from committees.models import Committee, Level, Post, RatingForm, RatingItem

DATA = Path(__file__).parent.parent / "data"


def load() -> dict[str, int]:
    """Add the committees that are missing (guideline 6.1 to 6.4); says how many stand there."""
    missing = [
        Committee(level=level)
        for level in (Level.MINISTRY, Level.OBEC)
        if not Committee.objects.filter(level=level).exists()
    ]
    missing += [
        Committee(level=Level.PROVINCE, province=province)
        for province in Province.objects.filter(committee=None).order_by("code")
    ]
    missing += [
        Committee(level=Level.CENTER, center=center)
        for center in Center.objects.filter(committee=None).order_by("code")
    ]
    with transaction.atomic():
        Committee.objects.bulk_create(missing)
    posts.list_posts()
    load_rating_form()
    return {
        "post": Post.objects.count(),
        "committee": Committee.objects.count(),
        "rating form": RatingForm.objects.count(),
    }


@transaction.atomic
def load_rating_form() -> None:
    """Add the first version of the rating form where it is missing; a used version is never changed."""
    form, new = RatingForm.objects.get_or_create(
        code="hcec",
        version=1,
        defaults={
            "title_th": "แบบนิเทศ กำกับ ติดตาม ศูนย์ HCEC",
            "title_en": "Supervision form of the HCEC centers",
            "in_use_from": date(2020, 10, 1),
        },
    )
    if new:
        with (DATA / "rating_form.csv").open(encoding="utf-8") as file:
            rows = [row | {"weight": Decimal(row["weight"])} for row in csv.DictReader(file)]
        RatingItem.objects.bulk_create(RatingItem(form=form, **row) for row in rows)
