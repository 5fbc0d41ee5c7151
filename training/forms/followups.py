"""The short form three and six months after a course, and what the center's list can be narrowed by."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import DocumentField
from training.models import FollowUp
from training.models.followups import Use


class FollowUpForm(forms.Form):
    """How much is used, in a few words, and one piece of evidence."""

    use = forms.ChoiceField(
        label=_("How much of it do you use in class or at work?"), choices=Use, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What did you do, and what came of it?"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("If you do not use it yet: what stands in the way?"),
    )  # fmt: skip
    evidence = DocumentField(
        label=_("One thing that shows it"),
        help_text=_(
            "A picture of the lesson, a plan, a pupil's work: PDF, JPG or PNG, at most 5 MB."
            " No faces or names of pupils. Not needed if you do not use it yet."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        wanted = said.get("use") in (Use.OFTEN, Use.SOMETIMES) and "evidence" not in self.errors
        if wanted and not said.get("evidence"):
            self.add_error(
                "evidence", _("Attach one thing that shows it: a picture, a plan, a pupil's work.")
            )
        return said


class FollowUpFilter(filters.FilterSet):
    """Follow-ups by time, by what was answered, and whether they were."""

    months = filters.ChoiceFilter(choices=[(3, "3"), (6, "6")], label=_("Months after completion"))
    use = filters.ChoiceFilter(choices=Use.choices, label=_("Use in class or at work"))

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = ()
