"""The form of a waiver: whom, for which duty, and why nobody else can do it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from testing.queries.apart import said


class DutyWaiverForm(forms.Form):
    """One of those who were refused, or would be, and the reason."""

    whom = forms.ChoiceField(label=_("Who, and which duty"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why nobody else can do it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the report of the session, with your name."),
    )  # fmt: skip

    def __init__(self, *args: Any, lines: list[tuple[Any, str, str]], **about: Any) -> None:
        super().__init__(*args, **about)
        self.lines = {f"{person.pk}-{duty}": (person, duty) for person, duty, _why in lines}
        field: Any = self.fields["whom"]
        field.choices = [
            (f"{person.pk}-{duty}", f"{person.name}: {said(duty, why)}") for person, duty, why in lines
        ]

    @property
    def chosen(self) -> dict[str, Any]:
        person, duty = self.lines[self.cleaned_data["whom"]]
        return {"person": person, "duty": duty, "reason": self.cleaned_data["reason"]}
