"""A new trainer of a center, her term, and what qualifies her."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from centers.models import Center, SkillArea
from hcec.core.forms import DocumentField, ThaiDateField
from training.models import Qualification, Trainer


class TermOfTrainerForm(forms.Form):
    """What may change while somebody is a trainer."""

    kind = forms.ChoiceField(label=_("Kind of trainer"), choices=Trainer.Kind.choices)
    until = ThaiDateField(
        label=_("Last day"),
        required=False,
        help_text=_("Left empty: no end is set. A reminder comes 60 days before."),
    )
    lends = forms.ChoiceField(
        label=_("May be asked for as a substitute by"),
        choices=Trainer.Lends.choices,
        initial=Trainer.Lends.PROVINCE,
    )


class TrainerForm(TermOfTrainerForm):
    """A person who has an account becomes a trainer of a center."""

    center = forms.ModelChoiceField(label=_("Center"), queryset=Center.objects.none(), empty_label=None)
    email = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("The person must have signed up in this portal."),
    )
    since = ThaiDateField(label=_("Since"))
    field_order = ("center", "email", "kind", "since", "until", "lends")

    def __init__(self, *args: Any, centers: QuerySet[Center], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["center"].queryset = centers


class QualificationForm(forms.Form):
    """One paper, with the paper itself."""

    skill = forms.ModelChoiceField(
        label=_("Skill area"),
        queryset=SkillArea.objects.order_by("sort_order", "pk"),
        empty_label=_("Choose a skill"),
    )
    kind = forms.ChoiceField(label=_("What qualifies"), choices=Qualification.Kind.choices)
    title = forms.CharField(
        label=_("As the paper says"),
        max_length=200,
        help_text=_("The course, the level or the degree, and who gave it."),
    )
    since = ThaiDateField(label=_("Date of the paper"))
    until = ThaiDateField(label=_("Counts until"), required=False, help_text=_("Left empty: without an end."))
    evidence = DocumentField(label=_("The paper"), help_text=_("PDF, JPG or PNG, at most 5 MB."))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not come before the first."))
        return values


class WithdrawForm(forms.Form):
    """Why a paper counts no more."""

    reason = forms.CharField(
        label=_("Why it counts no more"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
