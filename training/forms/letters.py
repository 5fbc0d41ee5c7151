"""What the register of the office says of a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import ThaiDateField


class LetterForm(forms.Form):
    """Number and date; what is left empty is left to be written by hand."""

    number = forms.CharField(
        label=_("Number of the paper"),
        max_length=60,
        required=False,
        help_text=_(
            "From the register of your office, for example ศธ 04123/456. Left empty it is written by hand."
        ),
    )
    on = ThaiDateField(label=_("Date of the paper"), required=False)
