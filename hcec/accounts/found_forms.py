"""The forms at a door: who is looked for, and what is taken down of somebody whom nobody finds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.accounts.actions.strangers import TakenDown
from hcec.accounts.models import User
from hcec.accounts.queries.people import local
from hcec.core import thai


class LookForm(forms.Form):
    """One box; what was typed travels in the body of the form and nowhere else."""

    who = forms.CharField(
        label=_("National ID, telephone or e-mail"), max_length=254,
        help_text=_("The whole number or address, as she says it or as it stands on her card."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class TakenDownForm(forms.Form):
    """Name and telephone of somebody whom nobody finds."""

    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    kind = forms.ChoiceField(label=_("She is"), choices=User.Kind.choices, initial=User.Kind.PUBLIC)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("first_name", "last_name", "kind", "phone", "email")

    def clean_phone(self) -> str:
        typed = str(thai.arabic_digits(self.cleaned_data["phone"]))
        if not local(thai.national_id_clean(typed)):
            raise forms.ValidationError(_("A telephone number has 9 or 10 digits and begins with 0."))
        return typed

    def words(self) -> TakenDown:
        return TakenDown(**{name: self.cleaned_data[name] for name in TakenDown.__dataclass_fields__})


class MatchForm(forms.Form):
    """One person who was found, and why a rule is not held against her where one is."""

    found = forms.CharField(max_length=300, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why the rule is not held against her"), max_length=500, required=False,
        help_text=_("Stays on record with your name."), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, asks: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["reason"]
        elif not self.is_bound:
            self.fields["reason"].required = True
