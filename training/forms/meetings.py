"""The dates of a round, one form each; several at once make a formset that needs no script."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Room
from hcec.core.forms import ThaiDateField, ThaiTimeField
from training.actions.meetings import MeetingPlan
from training.models import CheckType, Meeting, Mode, Trainer


class Choices:
    """The rooms and trainers of a center, asked once however many dates the page has; with a meeting also the trainers
    of elsewhere who stand in at it, who are named with their center."""

    def __init__(self, center: Center, meeting: Meeting | None = None) -> None:
        self.center = center
        self.rooms = Room.objects.filter(center=center, active=True).order_by("name_th", "pk")
        mine = Trainer.objects.choosable(timezone.localdate()).filter(center=center)
        shown = Q(pk__in=mine.values("pk")) | Q(pk__in=lent(meeting) if meeting else ())
        rows = Trainer.objects.filter(shown).select_related("person", "center")
        self.trainers = rows.order_by("person__name_sort", "pk")

    @cached_property
    def room_choices(self) -> list[tuple[int, str]]:
        words = _("%(room)s (%(seats)s seats)")
        return [(room.pk, words % {"room": room.name, "seats": room.seats}) for room in self.rooms]

    @cached_property
    def trainer_choices(self) -> list[tuple[int, str]]:
        here, words = self.center.pk, _("%(trainer)s (%(center)s)")
        return [
            (
                row.pk,
                row.person.name
                if row.center_id == here
                else words % {"trainer": row.person.name, "center": row.center.name},
            )
            for row in self.trainers
        ]


def lent(meeting: Meeting) -> QuerySet[Trainer, int]:
    """One row (its primary key) of each trainer of other centers who stands in at the meeting."""
    here = Trainer.objects.filter(center=meeting.round.center_id, person=OuterRef("person"))
    rows = Trainer.objects.filter(~Exists(here), person__teachings__meeting=meeting)
    return rows.order_by("person", "-since", "pk").distinct("person").values_list("pk", flat=True)


class MeetingForm(forms.Form):
    """One date. E-learning runs from a day to a last day and says how many minutes of work it counts."""

    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices, initial=Mode.FACE_TO_FACE)
    on = ThaiDateField(label=_("Day"))
    starts = ThaiTimeField(label=_("Starts at"))
    ends = ThaiTimeField(label=_("Ends at"))
    until = ThaiDateField(label=_("Last day (e-learning only)"), required=False)
    minutes = forms.IntegerField(
        label=_("Minutes that count"),
        min_value=1,
        max_value=24_000,
        required=False,
        help_text=_("Breaks left out. Empty: the whole time counts."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    topic = forms.CharField(label=_("Topic"), max_length=200, required=False)
    room = forms.ModelChoiceField(
        label=_("Room (face to face)"), queryset=Room.objects.none(), required=False, empty_label=_("No room")
    )
    join_link = forms.URLField(
        label=_("Joining link (virtual, e-learning)"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Shown only to those with a place, from 15 minutes before."),
    )
    check_type = forms.ChoiceField(
        label=_("How presence is told"),
        choices=[("", CheckType.ONCE.label), *CheckType.choices[1:]],
        required=False,
        help_text=_("In and out: not for e-learning. The participant list: virtual classrooms only."),
    )
    trainer = forms.ModelChoiceField(
        label=_("Trainer"), queryset=Trainer.objects.none(), required=False, empty_label=_("Not named yet")
    )

    def __init__(self, *args: Any, choices: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("room", "trainer"):
            field = self.fields[name]
            field.queryset = getattr(choices, f"{name}s")
            field.choices = [("", field.empty_label), *getattr(choices, f"{name}_choices")]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        mode = values.get("mode")
        if mode == Mode.FACE_TO_FACE and not values.get("room") and "room" not in self.errors:
            self.add_error("room", _("A face-to-face meeting needs a room."))
        if mode == Mode.ELEARNING and not values.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say how many minutes of work the e-learning counts."))
        if mode != Mode.ELEARNING and values.get("until") not in (None, values.get("on")):
            self.add_error("until", _("Only e-learning goes over several days. Add one date for each day."))
        told_by = {Mode.VIRTUAL: ["", "in_out", "minutes"], Mode.FACE_TO_FACE: ["", "in_out"]}
        if "check_type" in values and values["check_type"] not in told_by.get(mode, [""]):
            self.add_error("check_type", _("Presence cannot be told in this way at a meeting of this mode."))
        if not self.errors:
            self.check_hours(values)
        return values

    def check_hours(self, values: dict[str, Any]) -> None:
        starts_at, ends_at = self.hours(values)
        if ends_at <= starts_at:
            self.add_error("ends", _("The end must come after the start."))
        elif (values.get("minutes") or 0) > (ends_at - starts_at).total_seconds() // 60:
            self.add_error("minutes", _("No more minutes can count than the meeting lasts."))

    @staticmethod
    def hours(values: dict[str, Any]) -> tuple[datetime, datetime]:
        """Start and end as instants in Bangkok."""
        last = values.get("until") or values["on"]
        return instant(values["on"], values["starts"]), instant(last, values["ends"])

    def plan(self) -> MeetingPlan:
        """The date as the action takes it."""
        values = self.cleaned_data
        starts_at, ends_at = self.hours(values)
        face_to_face = values["mode"] == Mode.FACE_TO_FACE
        return MeetingPlan(
            mode=values["mode"],
            starts_at=starts_at,
            ends_at=ends_at,
            minutes=values["minutes"] or int((ends_at - starts_at).total_seconds() // 60),
            topic=values["topic"],
            room=values["room"] if face_to_face else None,
            join_link="" if face_to_face else values["join_link"],
            check_type=values["check_type"] or CheckType.ONCE,
            trainers=(values["trainer"].person,) if values["trainer"] else (),
        )

    @staticmethod
    def values_of(meeting: Meeting) -> dict[str, Any]:
        starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        first = next(iter(meeting.teachings.all()), None)
        return {
            "mode": meeting.mode,
            "on": starts.date(),
            "starts": starts.time(),
            "ends": ends.time(),
            "until": ends.date() if meeting.mode == Mode.ELEARNING else None,
            "minutes": meeting.minutes,
            "topic": meeting.topic,
            "room": meeting.reservation.room_id if meeting.reservation else None,
            "join_link": meeting.join_link,
            "check_type": "" if meeting.check_type == CheckType.ONCE else meeting.check_type,
            "trainer": Choices(meeting.round.center, meeting).trainers.filter(person=first.person_id).first()
            if first
            else None,
        }


def instant(day: Any, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


class BaseMeetings(forms.BaseFormSet):
    """Any number of dates; empty ones are left out. At least one must be there."""

    def clean(self) -> None:
        if not any(self.errors) and not self.filled():
            raise forms.ValidationError(_("A round has at least one meeting: fill in the first."))

    def filled(self) -> list[MeetingForm]:
        """The forms in which something was written."""
        return [form for form in self.forms if form.has_changed()]

    def plans(self) -> list[MeetingPlan]:
        return [form.plan() for form in self.filled()]

    def show_refusals(self, sentences: dict[int, str]) -> None:
        """Put each refused date's sentence on its own form."""
        filled = self.filled()
        for place, sentence in sentences.items():
            filled[place].add_error(None, sentence)


MAX_DATES = 30
MeetingFormSet = forms.formset_factory(
    MeetingForm, formset=BaseMeetings, extra=3, max_num=MAX_DATES, absolute_max=MAX_DATES, validate_max=True
)
