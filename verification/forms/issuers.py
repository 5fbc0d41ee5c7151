"""The form of the issuer's next legal name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import ThaiDateField
from verification.models import IssuerName


class IssuerNameForm(forms.ModelForm):
    """From which day, both names, and what says so."""

    class Meta:
        model = IssuerName
        fields = ["since", "name_th", "name_en", "law"]
        field_classes = {"since": ThaiDateField}
        help_texts = {
            "since": _("The day on which the law or announcement takes effect. It cannot be changed later."),
            "law": _("Its name, number and day, as in the Royal Gazette."),
        }
