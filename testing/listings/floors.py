"""Who sat where and when."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from centers.models import Room
from hcec.core.access import Permission
from hcec.core.forms import ThaiDateField
from hcec.core.listing import Column, Listing
from testing.models import Booking


def rooms(request: HttpRequest) -> QuerySet[Room]:
    found = Room.objects.within(request.access, Permission.SESSION_MANAGE)  # type: ignore[attr-defined]
    return found.select_related("center").order_by("center__name_sort", "name_th", "pk")


class DayFilter(django_filters.DateFilter):
    field_class = ThaiDateField


class SeatingFilter(django_filters.FilterSet):
    """By room, seat and day."""

    room = django_filters.ModelChoiceFilter(
        label=_("Room"), field_name="session__reservation__room", queryset=rooms, empty_label=_("All")
    )
    seat = django_filters.NumberFilter(label=_("Seat number"), field_name="seat_no", min_value=1)
    day = DayFilter(label=_("Day of the test"), field_name="starts_at", lookup_expr="date")

    class Meta:
        model = Booking
        fields: list[str] = []


class SeatingListing(Listing):
    """Every seat that was given, with its person and hours."""

    columns = (
        Column("starts_at", _("Date and time"), sort="starts_at", kind="datetime"),
        Column("room", _("Room"), value="session.reservation.room.name"),
        Column("seat_no", _("Seat number"), sort="seat_no", kind="number"),
        Column("person", _("Name"), value="person.name", sort="person__name_sort", card="title"),
        Column("exam", _("Test"), value="session.exam.name"),
        Column("code", _("Booking code"), value="code_shown"),
        Column("status", _("State"), kind="status", lifecycle="testing.booking"),
    )
    search = ("person__first_name_th", "person__last_name_th", "code")
    search_label = _("Name or booking code")
    filterset = SeatingFilter
    default_sort = "-starts_at"
    filename = "seatings"
    empty_title = _("Nobody has had a seat yet")
    empty_text = _("Choose a room, a seat number or a day above to see who sat there.")
