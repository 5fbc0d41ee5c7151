"""Forms of the uses of rooms: what somebody asks for, and the manager's answer."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.actions.uses import Wish
from centers.models import Room
from centers.repeats import Repeat
from hcec.core.forms import ThaiDateField, ThaiDateTimeField, ThaiTimeField


class RoomOfCenter(forms.ModelChoiceField):
    """Rooms, named with their center."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.center.name} · {obj.name}"


class UseForm(forms.Form):
    """A wish for a room. `wish()` is what the actions take."""

    room = RoomOfCenter(Room.objects.none(), label=_("Room"), empty_label=_("Choose a room"))
    purpose = forms.CharField(label=_("What the room is needed for"), max_length=200)
    starts_at = ThaiDateTimeField(label=_("From (the first time)"))
    ends_at = ThaiTimeField(label=_("Until what time on that day"))
    repeats = forms.ChoiceField(label=_("How often"), choices=Repeat.choices, required=False)
    until = ThaiDateField(
        label=_("Repeats until"), required=False, help_text=_("Only for a repeated use; at most one year.")
    )

    def __init__(self, *args: Any, rooms: QuerySet[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms.order_by("center__name_sort", "name_th", "pk")

    def wish(self) -> Wish:
        data = self.cleaned_data
        starts_at = data["starts_at"]
        day = timezone.localdate(starts_at)
        return Wish(
            room=data["room"],
            purpose=data["purpose"],
            starts_at=starts_at,
            ends_at=timezone.make_aware(datetime.combine(day, data["ends_at"])),
            repeats=data["repeats"],
            until=data["until"],
        )

    def typed(self) -> dict[str, str]:
        """What was typed, to be sent again as it was."""
        return {name: str(self.data[name]) for name in self.data if name.split("_")[0] in PARTS}


PARTS = {name.split("_")[0] for name in UseForm.base_fields}


class ApproveForm(forms.Form):
    """Words to go with the room, where there are any."""

    words = forms.CharField(
        label=_("Words to whoever asked"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip


class DeclineForm(forms.Form):
    """Why the room cannot be had."""

    words = forms.CharField(
        label=_("Why the room cannot be had"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
