"""The public finder: centers by province, and the page of one. A placeholder school is never named here."""

import django_filters
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Province
from centers.queries import places
from centers.queries.papers import papers_of
from hcec.core.listing import Column, Listing


class CenterFilter(django_filters.FilterSet):
    """By province."""

    province = django_filters.ModelChoiceFilter(
        queryset=Province.objects.order_by("sort_order", "pk"),
        label=_("Province"),
        empty_label=_("All provinces"),
    )

    class Meta:
        model = Center
        fields = ("province",)


class CenterListing(Listing):
    """The centers as anyone may see them."""

    columns = (
        Column(
            "name", _("Center"), value="public_name", card="title", sort=("province__sort_order", "number"),
            link=lambda center: reverse("center", kwargs={"code": center.code}),
        ),
        Column("province", _("Province"), value="province.name", sort="province__sort_order"),
        Column("region", _("Region"), value="province.region", sort=("province__region_th", "province__sort_order")),
        Column("phone", _("Telephone"), card="detail"),
    )  # fmt: skip
    search_label = _("Province or center")
    search = ("code",)
    filterset = CenterFilter
    default_sort = "name"
    filename = "hcec-centers"
    empty_title = _("No centers yet")

    def matching(self, word: str) -> Q:
        """By province and number; by name only where the host is confirmed, so that no search tells a placeholder."""
        place = Q(province__name_th__icontains=word) | Q(province__name_en__icontains=word)
        named = Q(host_verified=True) & (Q(name_th__icontains=word) | Q(name_en__icontains=word))
        number = Q(number=int(word)) if word.isdecimal() and len(word) < 4 else Q()
        return place | named | Q(code__iexact=word) | number


@login_not_required
def centers(request: HttpRequest) -> HttpResponse:
    """All centers of the country."""
    return CenterListing(request, places.public_centers()).respond("centers/centers.html")


@login_not_required
def center(request: HttpRequest, code: str) -> HttpResponse:
    """One center: where it is, when it is open, what it has."""
    found = get_object_or_404(places.public_centers(), code=code)
    rooms = places.rooms_of(found).filter(active=True)
    areas = found.areas_served.order_by("level", "name_th", "pk")
    context = {
        "center": found,
        "rooms": rooms,
        "areas": areas,
        "photos": found.photos.select_related("room").order_by("-at", "-pk")[:12],
        "announcements": found.announcements.select_related("host_school").order_by("-effective_on", "-pk"),
        "papers": papers_of(found),
    }
    return render(request, "centers/center.html", context)
