"""A new trainer of a center."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.forms import ThaiDateField
from training.models import Trainer


class TrainerForm(forms.Form):
    """A person who has an account becomes a trainer of a center."""

    center = forms.ModelChoiceField(label=_("Center"), queryset=Center.objects.none(), empty_label=None)
    email = forms.EmailField(
        label=_("E-mail address of the account"),
        help_text=_("The person must have signed up in this portal."),
    )
    kind = forms.ChoiceField(label=_("Kind of trainer"), choices=Trainer.Kind.choices)
    since = ThaiDateField(label=_("Since"))

    def __init__(self, *args: Any, centers: QuerySet[Center], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["center"].queryset = centers
