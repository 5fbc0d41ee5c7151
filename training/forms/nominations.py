"""The forms of nominations: whom a head puts forward, and an answer."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from training.lifecycles import NominationStatus
from training.models import Nomination


class Teachers(forms.ModelMultipleChoiceField):
    """Teachers by name."""

    def label_from_instance(self, person: Any) -> str:
        return str(person.name)


class NominateForm(forms.Form):
    """Teachers of a school, and what they read beside it."""

    people = Teachers(
        User.objects.none(),
        label=_("Teachers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one teacher.")},
    )
    note = forms.CharField(
        label=_("Why you nominate them"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The teachers read this."),
    )
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, teachers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = teachers  # type: ignore[attr-defined]  # a model field


class AnswerForm(forms.Form):
    """Why somebody says no."""

    reason = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those concerned read this."),
    )  # fmt: skip


class NominationFilter(filters.FilterSet):
    """Nominations by state."""

    status = filters.ChoiceFilter(choices=NominationStatus.choices, label=_("State"))

    class Meta:
        model = Nomination
        fields: tuple[str, ...] = ()
