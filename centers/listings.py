"""Lists of centers' registers that are more than one page long."""

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.lifecycles import AssessmentStatus, RoomUseStatus
from centers.models import Assessment, Center, RoomUse
from hcec.core.listing import Column, Listing


class AssessmentFilter(django_filters.FilterSet):
    """By the state of the latest assessment."""

    state = django_filters.ChoiceFilter(
        choices=AssessmentStatus.choices, label=_("State"), empty_label=_("All")
    )

    class Meta:
        model = Center
        fields = ("state",)


class StandardListing(Listing):
    """Centers with the state of their latest assessment."""

    columns = (
        Column("name", _("Center"), sort="code", card="title", link=lambda c: reverse("manage-standard", args=[c.pk])),
        Column("province", _("Province"), value="province.name", sort="province__sort_order"),
        Column("state", _("Assessment"), kind="status", lifecycle="centers.assessment", sort="state"),
        Column("signed_at", _("Signed on"), kind="date", sort="signed_at"),
        Column("confirmed_at", _("Confirmed on"), kind="date", sort="confirmed_at"),
    )  # fmt: skip
    search, search_label = ("name_th", "code", "province__name_th"), _("Center or province")
    filterset = AssessmentFilter
    default_sort = "name"
    filename = "standards"
    empty_title = _("No center in your branch")


def with_latest(centers: QuerySet[Center]) -> QuerySet[Center]:
    """Centers with `state`, `signed_at` and `confirmed_at` of the assessment that was begun last."""
    last = Assessment.objects.filter(center=OuterRef("pk")).order_by("-pk")
    return centers.select_related("province").annotate(
        state=Subquery(last.values("status")[:1]),
        signed_at=Subquery(last.values("signed_at")[:1]),
        confirmed_at=Subquery(last.values("confirmed_at")[:1]),
    )


class RoomUseFilter(django_filters.FilterSet):
    """By state."""

    status = django_filters.ChoiceFilter(
        choices=RoomUseStatus.choices, label=_("State"), empty_label=_("All")
    )

    class Meta:
        model = RoomUse
        fields = ("status",)


class RoomUseListing(Listing):
    """What rooms are asked for, besides tests and courses."""

    columns = (
        Column("purpose", _("What the room is needed for"), sort="purpose", card="title",
               link=lambda use: reverse("manage-room-use", args=[use.pk])),
        Column("room", _("Room"), value="room.name", sort="room__name_th"),
        Column("center", _("Center"), value="room.center.name", sort="room__center__code"),
        Column("starts_at", _("First time"), sort="starts_at", kind="datetime"),
        Column("repeats", _("How often"), value="get_repeats_display", sort="repeats"),
        Column("until", _("Until"), sort="until", kind="date"),
        Column("asked_by", _("Asked by"), sort="asked_by__first_name_th"),
        Column("status", _("State"), kind="status", lifecycle="centers.room_use", sort="status"),
    )  # fmt: skip
    search = ("purpose", "room__name_th", "room__center__name_th", "room__center__code")
    search_label = _("Purpose, room or center")
    filterset = RoomUseFilter
    default_sort = "-starts_at"
    filename = "room-uses"
    empty_title = _("No room has been asked for")
    empty_text = _(
        "Meetings, rehearsals and other uses of a room are asked for here; tests and courses take theirs by themselves."
    )

    @property
    def kept(self) -> list[tuple[str, str]]:
        mine = self.request.GET.get("mine")
        return [*super().kept, *([("mine", mine)] if mine else [])]
