"""Who sat where and when."""

from datetime import time

import django_filters
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from centers.models import Room
from hcec.core.access import Permission
from hcec.core.forms import ThaiDateField, ThaiTimeField
from hcec.core.listing import Column, Listing
from testing.models import Booking


def rooms(request: HttpRequest) -> QuerySet[Room]:
    found = Room.objects.within(request.access, Permission.SESSION_MANAGE)  # type: ignore[attr-defined]
    return found.select_related("center").order_by("center__name_sort", "name_th", "pk")


class DayFilter(django_filters.DateFilter):
    field_class = ThaiDateField


class HourFilter(django_filters.Filter):
    """A moment of the day on which a test began: it had begun by then and was not over."""

    field_class = ThaiTimeField

    def filter(self, qs: QuerySet[Booking], value: time | None) -> QuerySet[Booking]:
        if value is None:
            return qs
        lasts = Q(ends_at__time__gt=value) | Q(ends_at__date__gt=F("starts_at__date"))
        return qs.filter(lasts, starts_at__time__lte=value)


class SeatingFilter(django_filters.FilterSet):
    """By room, seat, day and a moment of the day."""

    room = django_filters.ModelChoiceFilter(
        label=_("Room"), field_name="session__reservation__room", queryset=rooms, empty_label=_("All")
    )
    seat = django_filters.NumberFilter(label=_("Seat number"), field_name="seat_no", min_value=1)
    day = DayFilter(label=_("Day of the test"), field_name="starts_at", lookup_expr="date")
    hour = HourFilter(label=_("At what time"))

    class Meta:
        model = Booking
        fields: list[str] = []


class SeatingListing(Listing):
    """Every seat that was given, with its person and hours, latest first."""

    columns = (
        Column("starts_at", _("Date and time"), sort="starts_at", template="testing/_when_cell.html"),
        Column("room", _("Room"), value="session.reservation.room.name"),
        Column("seat_no", _("Seat number"), sort="seat_no", kind="number"),
        Column("person", _("Name"), value="person.name", sort="person__name_sort", card="title"),
        Column("exam", _("Test"), value="session.exam.name"),
        Column("code", _("Booking code"), value="code_shown", template="testing/_code_cell.html"),
        Column("status", _("State"), kind="status", lifecycle="testing.booking"),
    )
    search = ("person__first_name_th", "person__last_name_th", "code")
    search_label = _("Name or booking code")
    filterset = SeatingFilter
    default_sort = "-starts_at"
    filename = "seatings"
    empty_title = _("Nobody has had a seat yet")
    empty_text = _("Choose a room, a seat number, a day or a time above to see who sat there.")
