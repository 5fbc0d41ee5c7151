"""The form of a person's own profile."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from centers.actions.profiles import IDENTIFIED, Description, Identity, Place
from centers.models import Affiliation, Province, School, Workplace
from hcec.accounts.actions.people import clean_identity
from hcec.accounts.models import User
from hcec.core.refusals import Refusal
from hcec.core.thai import normalise

NOT_THAI = re.compile(r"[A-Za-z0-9]")
NOT_LATIN = re.compile(r"[^A-Za-z .'’-]")
# A person without a Thai ID may hold a passport; the public may give neither.
DOCUMENTS = (
    (User.IdKind.THAI.value, _("Thai national ID")),
    (User.IdKind.PASSPORT.value, _("Passport")),
    (User.IdKind.NONE.value, _("I would rather not say (members of the public only)")),
)
# The list below follows what is typed; only these two fields travel in the address, never the identity number.
SEARCH = {
    "hx-get": reverse_lazy("profile-schools"), "hx-trigger": "input changed delay:300ms", "hx-target": "#schools",
    "hx-swap": "outerHTML", "hx-include": "[name=province]", "autocomplete": "off",
}  # fmt: skip


class ProfileForm(forms.Form):
    """Who I am and where I work or study. Says beside each field what is wrong; saves nothing."""

    title = forms.CharField(
        label=_("Title"), max_length=40, required=False, widget=forms.TextInput(attrs={"list": "titles"})
    )
    first_name_th = forms.CharField(label=_("First name in Thai"), max_length=100, required=False)
    last_name_th = forms.CharField(label=_("Last name in Thai"), max_length=100, required=False)
    first_name_en = forms.CharField(label=_("First name in English"), max_length=100, required=False)
    last_name_en = forms.CharField(
        label=_("Last name in English"), max_length=100, required=False,
        help_text=_("As in the passport; it is printed on English certificates."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("I am"), choices=User.Kind, widget=forms.RadioSelect)
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    affiliation = forms.ModelChoiceField(
        Affiliation.objects.order_by("sort_order", "pk"),
        label=_("Affiliation"),
        required=False,
        empty_label=_("Choose"),
    )
    province = forms.ModelChoiceField(
        Province.objects.order_by("sort_order", "pk"),
        label=_("Province of work or study"),
        required=False,
        empty_label=_("Choose"),
    )
    school_name = forms.CharField(
        label=_("School or office"), max_length=200, required=False, widget=forms.TextInput(attrs=SEARCH),
        help_text=_("Type a part of the name and press “Find”, then choose it below. Not listed? Keep what you typed."),
    )  # fmt: skip
    school = forms.ModelChoiceField(
        School.objects.select_related("province"), required=False, widget=forms.HiddenInput
    )
    id_kind = forms.ChoiceField(
        label=_("Identity document"), choices=DOCUMENTS, required=False, widget=forms.RadioSelect
    )
    id_number = forms.CharField(
        label=_("Number of the document"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
        help_text=_("Kept encrypted, never shown in full. It tells people of the same name apart on tests and certificates."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, workplace: Workplace | None, **kwargs: Any) -> None:
        self.person = person
        names = (
            "title",
            "first_name_th",
            "last_name_th",
            "first_name_en",
            "last_name_en",
            "kind",
            "phone",
            "id_kind",
        )
        initial = {name: getattr(person, name) for name in names}
        if not person.has_name:
            initial["id_kind"] = User.IdKind.THAI.value
        if workplace:
            initial |= {
                "affiliation": workplace.affiliation_id, "province": workplace.province_id, "school": workplace.school_id,
                "school_name": workplace.school.name if workplace.school else workplace.school_name,
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)

    def _name(self, field: str, wrong: re.Pattern[str], message: Any) -> str:
        value = normalise(self.cleaned_data[field])
        if wrong.search(value):
            raise ValidationError(message)
        return value

    def clean_first_name_th(self) -> str:
        return self._name("first_name_th", NOT_THAI, _("Write the Thai name in Thai letters."))

    def clean_last_name_th(self) -> str:
        return self._name("last_name_th", NOT_THAI, _("Write the Thai name in Thai letters."))

    def clean_first_name_en(self) -> str:
        return self._name("first_name_en", NOT_LATIN, _("Write the English name in the letters A to Z."))

    def clean_last_name_en(self) -> str:
        return self._name("last_name_en", NOT_LATIN, _("Write the English name in the letters A to Z."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._names_in_pairs(data)
        if data.get("kind") in IDENTIFIED:
            for field in ("affiliation", "province"):
                if not data.get(field) and not data.get("school"):
                    self.add_error(field, _("Please choose one; tests and courses are offered by it."))
        self._identity(data)
        return data

    def _names_in_pairs(self, data: dict[str, Any]) -> None:
        """One whole name at least, and none half."""
        for language in ("th", "en"):
            first, last = f"first_name_{language}", f"last_name_{language}"
            if bool(data.get(first)) != bool(data.get(last)) and not (self.errors.keys() & {first, last}):
                self.add_error(
                    last if data.get(first) else first, _("Also fill in the other half of the name.")
                )
        if not data.get("first_name_th") and not data.get("first_name_en") and not self.errors:
            self.add_error("first_name_th", _("Fill in first and last name, in Thai or in English."))

    def _identity(self, data: dict[str, Any]) -> None:
        """The rules of the document, said beside the number."""
        kind, number = data.get("id_kind", ""), data.get("id_number", "")
        if not kind and data.get("kind") in IDENTIFIED:
            self.add_error(
                "id_kind", _("Teachers, personnel and students give their national ID or passport.")
            )
        elif kind and not number and kind != self.person.id_kind:
            self.add_error("id_number", _("Fill in the number of the document."))
        elif kind and number:
            try:
                clean_identity(kind, number)
            except Refusal as refusal:
                self.add_error("id_number", str(refusal))

    @property
    def description(self) -> Description:
        return Description(**{name: self.cleaned_data[name] for name in Description.__dataclass_fields__})

    @property
    def place(self) -> Place:
        return Place(**{name: self.cleaned_data[name] for name in Place.__dataclass_fields__})

    @property
    def identity(self) -> Identity:
        return Identity(kind=self.cleaned_data["id_kind"], number=self.cleaned_data["id_number"])
