"""The form of a link: what it shows and until when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import ThaiDateField
from verification.models import Part


class ShareForm(forms.Form):
    """The parts beside the name, and the last day."""

    parts = forms.MultipleChoiceField(
        label=_("Also show"), choices=Part.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Your name, what it certifies, when it was given and whether it counts are always shown. Whoever gets the number"
            " can see everything at the public verification page."
        ),
    )  # fmt: skip
    last_day = ThaiDateField(label=_("Last day of the link"))
