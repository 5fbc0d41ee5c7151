"""The form of a series of sessions: days of the week, hours, rooms."""

from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from centers.models import Affiliation, Room
from centers.repeats import Repeat
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.forms import ThaiDateField, ThaiDateTimeField, ThaiTimeField
from testing.actions.series import Wish
from testing.models import Exam

EVERY = [choice for choice in Repeat.choices if choice[0] in (Repeat.WEEKLY, Repeat.FORTNIGHTLY)]


class RoomsChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(
            _("%(center)s: %(room)s (%(seats)s seats)")
            % {"center": obj.center, "room": obj, "seats": obj.seats}
        )


class HoursField(forms.CharField):
    """Hours of a day, written 9.00, 13.30. Cleans to a tuple of times."""

    def clean(self, value: Any) -> Any:
        pieces = super().clean(value).replace(";", ",").split(",")
        found = {hour for piece in pieces if (hour := ThaiTimeField(required=False).clean(piece.strip()))}
        hours: list[time] = sorted(found)
        if not hours:
            raise forms.ValidationError(_("Fill in at least one hour, such as 9.00."))
        return tuple(hours)


class SeriesForm(forms.Form):
    """Everything about a series. `wish()` is what the actions take."""

    exam = forms.ModelChoiceField(Exam.objects.none(), label=_("Test"), empty_label=_("Choose a test"))
    rooms = RoomsChoice(Room.objects.none(), label=_("Rooms"), widget=forms.CheckboxSelectMultiple)
    first_day = ThaiDateField(label=_("First day"))
    until = ThaiDateField(label=_("Last day"), help_text=_("At most one year later."))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), choices=WEEKDAYS.items(), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    repeats = forms.ChoiceField(label=_("How often"), choices=EVERY)
    hours = HoursField(
        label=_("Tests start at"), max_length=100, help_text=_("One hour or several, such as 9.00, 13.00.")
    )
    seats = forms.IntegerField(
        label=_("Seats of each session"), min_value=1, max_value=2000, required=False,
        help_text=_("Left empty: all seats of the room."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    opens_at = ThaiDateTimeField(label=_("Booking opens"))
    closes_days = forms.IntegerField(
        label=_("Booking closes so many days before each test"), min_value=0, max_value=60,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    audience_kinds = forms.MultipleChoiceField(
        label=_("Open to"), choices=User.Kind.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: open to everyone."),
    )  # fmt: skip
    audience_affiliations = forms.ModelMultipleChoiceField(
        Affiliation.objects.none(), label=_("Affiliations"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: of every affiliation."),
    )  # fmt: skip
    substitutes = forms.BooleanField(
        label=_("Seats may be passed on to a colleague of the same school"), required=False,
        help_text=_("Until the end of cancelling. The waiting list is passed over for such a seat."),
    )  # fmt: skip
    conditions = forms.CharField(
        label=_("Conditions and what to bring"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    open_now = forms.BooleanField(
        label=_("Announce the sessions at once"), required=False,
        help_text=_("Otherwise they are drafts that nobody sees until each is opened."),
    )  # fmt: skip

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        rooms = Room.objects.within(access, Permission.SESSION_MANAGE).filter(active=True)
        fields["rooms"].queryset = rooms.select_related("center").order_by(
            "center__name_sort", "name_th", "pk"
        )
        exams = Exam.objects.filter(active=True)
        fields["exam"].queryset = exams.order_by("skill__sort_order", "name_th", "pk")
        fields["audience_affiliations"].queryset = Affiliation.objects.order_by("sort_order", "pk")

    def wish(self) -> Wish:
        many = ("rooms", "weekdays", "hours", "audience_kinds", "audience_affiliations")
        return Wish(**self.cleaned_data | {name: tuple(self.cleaned_data[name]) for name in many})

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be sent again as it was."""
        own = tuple(self.fields)
        data: Any = self.data
        return [(name, value) for name in data if name.startswith(own) for value in data.getlist(name)]
