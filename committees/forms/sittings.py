"""Forms of meetings and of the tasks they give."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.models import AgendaItem, Committee
from hcec.accounts.models import User
from hcec.core.forms import ThaiDateField, ThaiDateTimeField


class SittingForm(forms.Form):
    """A meeting to be planned."""

    committee = forms.ModelChoiceField(Committee.objects.none(), label=_("Committee"))
    starts_at = ThaiDateTimeField(label=_("Starts"))
    place = forms.CharField(label=_("Place"), max_length=200)
    quorum = forms.IntegerField(
        label=_("Quorum"),
        min_value=1,
        max_value=200,
        help_text=_("How many members must be in the room for a resolution."),
    )
    agenda = forms.CharField(
        label=_("Agenda"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One point a line."),
        required=False,
    )

    def __init__(self, *args: Any, committees: list[Committee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["committee"]
        field.queryset = Committee.objects.filter(pk__in=[c.pk for c in committees]).order_by("pk")
        if len(committees) == 1:
            field.initial = committees[0]


class ItemForm(forms.ModelForm):
    """One more point of the agenda."""

    class Meta:
        model = AgendaItem
        fields = ("title", "background")
        widgets = {"background": forms.Textarea(attrs={"rows": 3})}


class CallForm(forms.Form):
    """The notice of a meeting."""

    notice_number = forms.CharField(label=_("Letter number"), max_length=100, required=False)


class ResolutionForm(forms.Form):
    """A resolution and the task it gives, if any."""

    text = forms.CharField(label=_("Resolution"), widget=forms.Textarea(attrs={"rows": 3}))
    what = forms.CharField(label=_("Task"), max_length=500, required=False)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Whose task"), required=False)
    due_on = ThaiDateField(label=_("Due on"), required=False)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [person.pk for person in people]
        self.fields["owner"].queryset = User.objects.filter(pk__in=ids).order_by("name_sort", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [bool(cleaned.get(name)) for name in ("what", "owner", "due_on")]
        if any(given) and not all(given):
            raise forms.ValidationError(
                _("A task needs what, whose and by when; leave all three empty for none.")
            )
        return cleaned

    @property
    def tasks(self) -> list[tuple[str, User, Any]]:
        """The task as the action takes it."""
        c = self.cleaned_data
        return [(c["what"], c["owner"], c["due_on"])] if c.get("what") else []


class OutcomeForm(forms.Form):
    """How a task went."""

    outcome = forms.CharField(
        label=_("How it went"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
