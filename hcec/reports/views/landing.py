"""The front door: find a test or a course with seats free now, verify a certificate, find a center."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.models import Province, SkillArea
from testing.queries import open_sessions
from training.queries import open_rounds

SHOWN = 4


@login_not_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Open to all, light on a weak network; five queries."""
    now = timezone.now()
    tests = open_sessions(now).filter(free__gt=0, opens_at__lte=now).order_by("starts_at", "pk")
    rounds = open_rounds(now).filter(free__gt=0, opens_at__lte=now).order_by("starts_at", "pk")
    provinces = list(Province.objects.order_by("sort_order"))
    by_region = sorted(provinces, key=lambda province: (province.region_th, province.sort_order))
    regions = [
        (name, list(group)) for name, group in groupby(by_region, key=lambda province: province.region)
    ]
    context = {
        "tests": tests[:SHOWN],
        "rounds": rounds[:SHOWN],
        "skills": SkillArea.objects.order_by("sort_order", "pk"),
        "provinces": provinces,
        "regions": regions,
    }
    return render(request, "reports/landing.html", context)
