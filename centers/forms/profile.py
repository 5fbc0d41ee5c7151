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
NAMES = ("title", "first_name_th", "last_name_th", "first_name_en", "last_name_en", "kind", "phone")
NOT_SAID = "none"
# A person without a Thai ID may hold a passport; the public may give neither.
DOCUMENTS = (
    (User.IdKind.THAI.value, _("Thai national ID")),
    (User.IdKind.PASSPORT.value, _("Passport")),
    (NOT_SAID, _("I would rather not say (members of the public only)")),
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
    first_name_th = forms.CharField(
        label=_("First name in Thai"), max_length=100,
        help_text=_("No Thai name? Choose “Passport” below and give the English one."),
    )  # fmt: skip
    last_name_th = forms.CharField(label=_("Last name in Thai"), max_length=100)
    first_name_en = forms.CharField(label=_("First name in English"), max_length=100)
    last_name_en = forms.CharField(
        label=_("Last name in English"), max_length=100,
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
        empty_label=_("Choose"),
    )
    province = forms.ModelChoiceField(
        Province.objects.order_by("sort_order", "pk"),
        label=_("Province of work or study"),
        empty_label=_("Choose"),
    )
    school_name = forms.CharField(
        label=_("School or office"), max_length=200, required=False, widget=forms.TextInput(attrs=SEARCH),
        help_text=_("Type a part of the name and press “Find”, then choose it below. Not listed? Keep what you typed."),
    )  # fmt: skip
    school = forms.ModelChoiceField(
        School.objects.select_related("province"), required=False, widget=forms.HiddenInput
    )
    id_kind = forms.ChoiceField(label=_("Identity document"), choices=DOCUMENTS, widget=forms.RadioSelect)
    id_number = forms.CharField(
        label=_("Number of the document"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
        help_text=_("Kept encrypted, never shown in full. It tells people of the same name apart on tests and certificates."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: User, workplace: Workplace | None, **kwargs: Any) -> None:
        self.person = person
        initial = {name: getattr(person, name) for name in NAMES}
        initial["id_kind"] = person.id_kind or (NOT_SAID if person.has_name else User.IdKind.THAI.value)
        if workplace:
            initial |= {
                "affiliation": workplace.affiliation_id, "province": workplace.province_id, "school": workplace.school_id,
                "school_name": workplace.school.name if workplace.school else workplace.school_name,
            }  # fmt: skip
        super().__init__(*args, initial=initial, **kwargs)
        self._ask()

    def _ask(self) -> None:
        """Ask for what this kind of person must give: a Thai name, or with a passport an English one."""
        kind, document = self["kind"].value(), self["id_kind"].value()
        foreign = document == User.IdKind.PASSPORT
        for part in ("first_name", "last_name"):
            self.fields[f"{part}_th"].required = not foreign
            self.fields[f"{part}_en"].required = foreign
        for field in ("affiliation", "province"):
            self.fields[field].required = kind != User.Kind.PUBLIC and not self["school"].value()
        self.fields["id_number"].required = document not in (NOT_SAID, self.person.id_kind)

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

    def clean_id_kind(self) -> str:
        kind = self.cleaned_data["id_kind"]
        return "" if kind == NOT_SAID else kind

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_name_en"), data.get("last_name_en")
        if bool(first) != bool(last) and not (self.errors.keys() & {"first_name_en", "last_name_en"}):
            self.add_error(
                "last_name_en" if first else "first_name_en", _("Also fill in the other half of the name.")
            )
        kind, number = data.get("id_kind"), data.get("id_number", "")
        if kind == "" and data.get("kind") in IDENTIFIED:
            self.add_error(
                "id_kind", _("Teachers, personnel and students give their national ID or passport.")
            )
        elif kind and number:
            try:
                clean_identity(kind, number)
            except Refusal as refusal:
                self.add_error("id_number", str(refusal))
        return data

    @property
    def description(self) -> Description:
        return Description(**{name: self.cleaned_data[name] for name in Description.__dataclass_fields__})

    @property
    def place(self) -> Place:
        return Place(**{name: self.cleaned_data[name] for name in Place.__dataclass_fields__})

    @property
    def identity(self) -> Identity:
        return Identity(kind=self.cleaned_data["id_kind"], number=self.cleaned_data["id_number"])
