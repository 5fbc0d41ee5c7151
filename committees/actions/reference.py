"""Make sure that the 264 committees stand: the ministry's, OBEC's, one a province and one a center."""

from django.db import transaction

from centers.models import Center, Province
from committees.models import Committee, Level


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
    return {"committee": Committee.objects.count()}
