"""The map of centers: by province and by distance, with the next free seats; open to everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from centers.models import Province
from centers.queries import land
from centers.queries.near import home_province
from centers.queries.places import public_centers
from hcec.reports.queries import finder

SHOWN = 20


@login_not_required
@require_safe
def center_map(request: HttpRequest) -> HttpResponse:
    """The country with its centers; a chosen province puts the nearest ones beside the map."""
    chosen = Province.objects.filter(code=request.GET.get("province", "")[:2]).first()
    centers = list(public_centers().order_by("province__sort_order", "number", "pk"))
    free = finder.free_by_center(timezone.now())
    places = finder.places(centers, free, chosen)
    context = {
        "chosen": chosen,
        "home": home_province(request.user),
        "places": places,
        "near": finder.nearest(centers, free, chosen)[:SHOWN] if chosen else [],
        "view_box": land.view_box(),
        "lakes": finder.lakes(),
        "centers": len(centers),
        "free": sum(place.free.seats for place in places),
    }
    return render(request, "reports/map.html", context)
