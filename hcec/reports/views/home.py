"""The first page after signing in: what waits, what lies ahead."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

import training.queries
from centers.queries.near import home_province, nearest_first
from hcec.core.access import Permission
from hcec.reports.queries import coming, waiting, week
from testing.queries import open_sessions
from verification.queries import my_certificates


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Staff: the work list and this week in the rooms. Everyone: the next appointment, seats near, certificates."""
    now, access = timezone.now(), request.access  # type: ignore[attr-defined]
    context: dict[str, Any] = {"seats_held": request.appointments, "now": now}  # type: ignore[attr-defined]
    if request.appointments:  # type: ignore[attr-defined]
        items = waiting.todo(access, request.user, request.appointments, now)  # type: ignore[attr-defined]
        context["sees_figures"] = access.can(Permission.FIGURES_VIEW)
    else:
        items = training.queries.todo(access, request.user, now)
    context["work"] = [(item, f"{item.count:,} · {item.label}") for item in items]
    if access.can(Permission.SESSION_MANAGE):
        context |= {"rooms": week.rooms(access, now), "fill": week.fill(access, now)}
    ahead = coming.upcoming(request.user, now)
    context |= {"next": ahead[0] if ahead else None, "later": ahead[1:6]}
    if not context["seats_held"]:
        province = home_province(request.user)
        near = nearest_first(open_sessions(now).filter(free__gt=0, opens_at__lte=now), province)
        context |= {"province": province, "near": near.order_by("distance", "starts_at", "pk")[:3]}
        context["certificates"] = my_certificates(request.user)[:3]
    return render(request, "reports/home.html", context)
