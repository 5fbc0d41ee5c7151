"""The form of a test session: what the center manager fills in to plan or change one."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Affiliation, Room
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.forms import ThaiDateTimeField, ThaiTimeField
from testing.actions.plans import Plan
from testing.models import Exam


class RoomChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(
            _("%(center)s: %(room)s (%(seats)s seats)")
            % {"center": obj.center, "room": obj, "seats": obj.seats}
        )


class PlanForm(forms.Form):
    """Everything about a session. `plan()` is what the actions take."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    exam = forms.ModelChoiceField(Exam.objects.none(), label=_("Test"), empty_label=_("Choose a test"))
    room = RoomChoice(Room.objects.none(), label=_("Room"), empty_label=_("Choose a room"))
    starts_at = ThaiDateTimeField(label=_("Test starts"))
    ends_at = ThaiTimeField(
        label=_("Test ends at"),
        required=False,
        help_text=_("Left empty: after the usual duration of the test."),
    )
    seats = forms.IntegerField(
        label=_("Number of seats"), min_value=1, max_value=2000, required=False,
        help_text=_("Left empty: all seats of the room."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    opens_at = ThaiDateTimeField(label=_("Booking opens"))
    closes_at = ThaiDateTimeField(label=_("Booking closes"))
    cancel_until = ThaiDateTimeField(
        label=_("Cancel until"), required=False, help_text=_("Left empty: until booking closes.")
    )
    pay_until = ThaiDateTimeField(
        label=_("Fee to be paid until"), required=False,
        help_text=_(
            "Only for tests with a fee. Left empty: who has not paid keeps her seat and pays at the desk. With a time: "
            "her seat then goes to the next in line."
        ),
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
        label=_("Conditions and what to bring"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        rooms = Room.objects.within(access, Permission.SESSION_MANAGE).filter(active=True)
        fields["room"].queryset = rooms.select_related("center").order_by(
            "center__name_sort", "name_th", "pk"
        )
        fields["exam"].queryset = Exam.objects.filter(active=True).order_by(
            "skill__sort_order", "name_th", "pk"
        )
        fields["audience_affiliations"].queryset = Affiliation.objects.order_by("sort_order", "pk")

    def clean(self) -> dict[str, Any]:
        """Fill what was left empty from the test, the room and the booking window."""
        cleaned = super().clean() or {}
        starts_at, exam = cleaned.get("starts_at"), cleaned.get("exam")
        if starts_at and exam:
            cleaned["ends_at"] = self.end_of(starts_at, exam)
        if room := cleaned.get("room"):
            cleaned["seats"] = cleaned.get("seats") or room.seats
        cleaned["cancel_until"] = cleaned.get("cancel_until") or cleaned.get("closes_at")
        return cleaned

    def end_of(self, starts_at: datetime, exam: Exam) -> datetime:
        """The end on the day of the start; without one, the exam's duration later."""
        typed = self.cleaned_data.get("ends_at")
        if not typed:
            return starts_at + timedelta(minutes=exam.duration_minutes)
        return timezone.make_aware(datetime.combine(timezone.localtime(starts_at).date(), typed))

    def plan(self) -> Plan:
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        cleaned["audience_kinds"] = tuple(cleaned["audience_kinds"])
        cleaned["audience_affiliations"] = tuple(cleaned["audience_affiliations"])
        return Plan(**cleaned)


def initial(plan: Plan, version: int) -> dict[str, Any]:
    """A plan as the form shows it."""
    shown = {name: getattr(plan, name) for name in plan.__dataclass_fields__}
    return shown | {"version": version, "ends_at": timezone.localtime(plan.ends_at).time()}


class ReasonForm(forms.Form):
    """Why something is called off or cancelled; the people concerned read it."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
