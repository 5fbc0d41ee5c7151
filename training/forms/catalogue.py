"""Proposing a course, reviewing it, and the materials of a course."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import Competency, SkillArea
from training.actions.proposals import Finding
from training.lifecycles import ProposalStatus
from training.models import Course, Criterion, Curriculum, LicenceActivity, Proposal
from training.models.rules import Demand, attendance_alone

SHORT = {"class": "short", "inputmode": "numeric"}


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProposalForm(forms.Form):
    """What a course is to be."""

    name_th = forms.CharField(label=_("Name (Thai)"), max_length=200)
    name_en = forms.CharField(label=_("Name (English)"), max_length=200, required=False)
    curriculum = forms.ModelChoiceField(
        Curriculum.objects.order_by("sort_order", "pk"),
        label=_("Curriculum"),
        empty_label=_("Choose a family"),
    )
    skill = forms.ModelChoiceField(
        SkillArea.objects.order_by("sort_order", "pk"), label=_("Skill"), empty_label=_("Choose a skill")
    )
    level_th = forms.CharField(label=_("Level (Thai)"), max_length=60, required=False)
    level_en = forms.CharField(label=_("Level (English)"), max_length=60, required=False)
    hours = forms.DecimalField(
        label=_("Hours"), min_value=1, max_value=400, decimal_places=1, widget=forms.TextInput(attrs=SHORT)
    )
    min_attendance_percent = forms.IntegerField(
        label=_("Least attendance (%)"),
        min_value=1,
        max_value=100,
        initial=80,
        widget=forms.TextInput(attrs=SHORT),
    )
    requirements = forms.MultipleChoiceField(
        label=_("What completing takes"),
        choices=Demand,
        initial=attendance_alone,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People read it before they enrol, and see where they stand in each."),
    )
    pass_percent = forms.IntegerField(
        label=_("Pass mark of the assessment (%)"),
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.TextInput(attrs=SHORT),
        help_text=_("Only where an assessment is asked for."),
    )
    activity_type = forms.ChoiceField(label=_("Counts for the licence as"), required=False)
    description_th = forms.CharField(label=_("Description (Thai)"), max_length=2000, widget=area(3))
    description_en = forms.CharField(
        label=_("Description (English)"), max_length=2000, widget=area(2), required=False
    )
    competencies = forms.ModelMultipleChoiceField(
        Competency.objects.filter(until__isnull=True).order_by("code"),
        label=_("Competencies that it builds"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    prerequisites = forms.ModelMultipleChoiceField(
        Course.objects.filter(active=True).order_by("code"),
        label=_("Courses completed before"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Nothing chosen: anybody may begin with it."),
    )
    outline = forms.CharField(
        label=_("What is done in the hours"),
        max_length=5000,
        widget=area(5),
        required=False,
        help_text=_("Topic by topic, with the hours of each and who is fit to train it."),
    )
    assessed_by = forms.CharField(
        label=_("How learning is assessed"), max_length=3000, widget=area(3), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = LicenceActivity.objects.filter(by_course=True).order_by("code")
        names = list(named.values_list("name_th", flat=True))
        self.fields["activity_type"].choices = [("", _("It does not count")), *((n, n) for n in names)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        wanted = said.get("requirements", [])
        if wanted and Demand.ATTENDANCE not in wanted:
            self.add_error("requirements", _("Hours come from attendance: a course asks for it."))
        if Demand.ASSESSMENT in wanted and not said.get("pass_percent"):
            self.add_error("pass_percent", _("An assessment has a pass mark between 1 and 100 percent."))
        elif Demand.ASSESSMENT not in wanted:
            said["pass_percent"] = None
        return said

    @staticmethod
    def values_of(row: Course | Proposal) -> dict[str, Any]:
        """What stands in the boxes for a course to change or a proposal to go on with."""
        many = ("competencies", "prerequisites")
        plain = [name for name in ProposalForm.base_fields if name not in many and hasattr(row, name)]
        return {name: getattr(row, name) for name in plain} | {
            name: list(getattr(row, name).values_list("pk", flat=True)) for name in many
        }


class ReviewForm(forms.Form):
    """Each criterion with yes or no and a note, and the word to the center."""

    answer = forms.CharField(
        label=_("Word to the center"), max_length=2000, widget=area(3), required=False,
        help_text=_("Needed when the course is sent back or not recognised."),
    )  # fmt: skip

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, last = criteria, self.fields.pop("answer")
        for criterion in criteria:
            self.fields[f"met-{criterion.pk}"] = forms.ChoiceField(
                label=str(criterion),
                choices=[("yes", _("Met")), ("no", _("Not met"))],
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"note-{criterion.pk}"] = forms.CharField(
                label=_("Note on it"), max_length=500, required=False
            )
        self.fields["answer"] = last

    def findings(self) -> list[Finding]:
        """What was answered; a criterion that was left alone is none."""
        said = self.cleaned_data
        return [
            Finding(criterion, said[f"met-{criterion.pk}"] == "yes", said[f"note-{criterion.pk}"])
            for criterion in self.criteria
            if said[f"met-{criterion.pk}"]
        ]


class MaterialForm(forms.Form):
    """One more thing to read or watch."""

    title = forms.CharField(label=_("Name of the material"), max_length=200)
    link = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    for_enrolled = forms.BooleanField(label=_("Only for those with a place"), required=False, initial=True)


class CatalogueFilter(filters.FilterSet):
    """Courses by family, skill and competency."""

    curriculum = filters.ModelChoiceFilter(
        queryset=Curriculum.objects.order_by("sort_order", "pk"), label=_("Curriculum")
    )
    skill = filters.ModelChoiceFilter(
        queryset=SkillArea.objects.order_by("sort_order", "pk"), label=_("Skill")
    )
    competency = filters.ModelChoiceFilter(
        field_name="competencies", queryset=Competency.objects.order_by("code"), label=_("Competency")
    )

    class Meta:
        model = Course
        fields: tuple[str, ...] = ()


class ProposalFilter(filters.FilterSet):
    """Proposals by state and family."""

    status = filters.ChoiceFilter(choices=ProposalStatus.choices, label=_("State"))
    curriculum = filters.ModelChoiceFilter(
        queryset=Curriculum.objects.order_by("sort_order", "pk"), label=_("Curriculum")
    )

    class Meta:
        model = Proposal
        fields: tuple[str, ...] = ()
