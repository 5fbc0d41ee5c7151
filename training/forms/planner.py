"""A round over a term: course, days of the week, hours, room and trainer."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from centers.repeats import Repeat
from hcec.core.forms import ThaiDateField, ThaiTimeField
from training.actions.terms import Wish
from training.forms.meetings import Choices
from training.models import Course, Mode, Trainer

EVERY = [choice for choice in Repeat.choices if choice[0] in (Repeat.WEEKLY, Repeat.FORTNIGHTLY)]


class TermForm(forms.Form):
    """One round over a term. `wish()` is what the actions take."""

    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=Course.objects.filter(active=True).order_by("curriculum__sort_order", "code"),
        empty_label=_("Choose a course"),
    )
    mode = forms.ChoiceField(
        label=_("Mode"), choices=[choice for choice in Mode.choices if choice[0] != Mode.ELEARNING]
    )
    room = forms.ModelChoiceField(
        label=_("Room (face to face)"), queryset=None, required=False, empty_label=_("No room")
    )
    trainer = forms.ModelChoiceField(
        label=_("Trainer"), queryset=Trainer.objects.none(), required=False, empty_label=_("Not named yet")
    )
    first_day = ThaiDateField(label=_("First day"))
    until = ThaiDateField(label=_("Last day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), choices=WEEKDAYS.items(), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    repeats = forms.ChoiceField(label=_("How often"), choices=EVERY)
    starts = ThaiTimeField(label=_("Starts at"))
    ends = ThaiTimeField(label=_("Ends at"))
    minutes = forms.IntegerField(
        label=_("Minutes that count"),
        min_value=1,
        max_value=1440,
        help_text=_("Of each date, breaks left out."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=2000,
        initial=40,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    name = forms.CharField(label=_("Name of the round"), max_length=150, required=False)
    join_link = forms.URLField(
        label=_("Joining link (virtual)"), required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Choices(center)
        self.fields["room"].queryset, self.fields["trainer"].queryset = choices.rooms, choices.trainers
        self.fields["room"].choices = [("", _("No room")), *choices.room_choices]
        self.fields["trainer"].choices = [("", _("Not named yet")), *choices.trainer_choices]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("mode") == Mode.FACE_TO_FACE and not values.get("room") and "room" not in self.errors:
            self.add_error("room", _("A face-to-face meeting needs a room."))
        return values

    def wish(self) -> Wish:
        values = self.cleaned_data
        trainer = values["trainer"].person if values["trainer"] else None
        return Wish(**values | {"weekdays": tuple(values["weekdays"]), "trainer": trainer})

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be sent again as it was."""
        own = tuple(self.fields)
        return [(name, v) for name in self.data if name.startswith(own) for v in self.data.getlist(name)]
