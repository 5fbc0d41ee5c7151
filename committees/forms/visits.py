"""Forms of supervision visits."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from committees.models import Committee, Finding, RatingItem, Visit
from hcec.accounts.models import User
from hcec.core.forms import ThaiDateField

SCORES = [
    ("5", _("5 Very good")),
    ("4", _("4 Good")),
    ("3", _("3 Fair")),
    ("2", _("2 Passable")),
    ("1", _("1 To improve")),
    ("", _("Not applicable")),
]
ROOM_FOR_FINDINGS = 5


class VisitForm(forms.Form):
    """A visit to be planned."""

    center = forms.ModelChoiceField(Center.objects.none(), label=_("Center"))
    planned_on = ThaiDateField(label=_("Day of the visit"))
    mode = forms.ChoiceField(choices=Visit.Mode, label=_("How"))
    reason = forms.ChoiceField(choices=Visit.Reason, label=_("Why this center"))
    reason_note = forms.CharField(label=_("Remark"), max_length=300, required=False)
    committee = forms.ModelChoiceField(Committee.objects.none(), label=_("In the name of"))

    def __init__(
        self, *args: Any, centers: QuerySet[Center], committees: list[Committee], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        center, committee = self.fields["center"], self.fields["committee"]
        center.queryset = centers  # type: ignore[attr-defined]
        committee.queryset = Committee.objects.filter(pk__in=[c.pk for c in committees]).order_by("pk")  # type: ignore[attr-defined]
        if committees:
            committee.initial = committees[0]


class RatingsForm(forms.Form):
    """The whole form of a visit: a mark and a note for each statement, findings with advice, the summary.

    `version` is what the form was opened at, so that two people never overwrite each other unseen.
    """

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea(attrs={"rows": 4}), required=False)

    def __init__(self, *args: Any, visit: Visit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        self.items = list(visit.form.items.order_by("position", "pk"))
        old = {rating.item_id: rating for rating in visit.ratings.all()}
        findings = list(visit.findings.order_by("pk"))
        self.initial = {"version": visit.version, "summary": visit.summary} | self.initial
        for item in self.items:
            self.add_item(item, old.get(item.pk))
        for number in range(max(ROOM_FOR_FINDINGS, len(findings) + 1)):
            self.add_finding(number, findings[number] if number < len(findings) else None)

    def add_item(self, item: RatingItem, rating: Any) -> None:
        """The two boxes of one statement."""
        text = (item.text_en or item.text_th) if get_language() == "en" else item.text_th
        score = forms.TypedChoiceField(
            choices=SCORES,
            coerce=int,
            empty_value=None,
            required=False,
            label=text,
            widget=forms.RadioSelect(attrs={"class": "marks"}),
        )
        note = forms.CharField(required=False, label=_("Note"), max_length=1000)
        self.fields[f"score_{item.pk}"], self.fields[f"note_{item.pk}"] = score, note
        score.initial = str(rating.score) if rating and rating.score else ""
        note.initial = rating.note if rating else ""

    def add_finding(self, number: int, finding: Finding | None) -> None:
        """The two boxes of one finding."""
        area = forms.Textarea(attrs={"rows": 2})
        for name, label in (("finding", _("Finding")), ("advice", _("Advice"))):
            field = forms.CharField(required=False, label=label, widget=area)
            field.initial = (finding.text if name == "finding" else finding.advice) if finding else ""
            self.fields[f"{name}_{number}"] = field

    @property
    def rated(self) -> Iterator[tuple[RatingItem, Any, Any]]:
        """Each statement with its two bound boxes."""
        for item in self.items:
            yield item, self[f"score_{item.pk}"], self[f"note_{item.pk}"]

    @property
    def found(self) -> Iterator[tuple[Any, Any]]:
        """The bound boxes of the findings."""
        number = 0
        while f"finding_{number}" in self.fields:
            yield self[f"finding_{number}"], self[f"advice_{number}"]
            number += 1

    def otherwise(self, fresh: "RatingsForm") -> list[tuple[Any, str]]:
        """What stands saved where it differs from what was sent: label of the box and the saved words."""
        boxes = [name for name in fresh.fields if name != "version"]
        pairs = [(fresh[name], (fresh[name].value() or "").replace("\r\n", "\n").strip()) for name in boxes]
        return [
            (box.label, saved)
            for box, saved in pairs
            if saved != (self.data.get(box.html_name) or "").replace("\r\n", "\n").strip()
        ]

    def said(self) -> dict[str, Any]:
        """What was filled in, as the action takes it."""
        c = self.cleaned_data
        pairs = [
            (c[f"finding_{n}"], c[f"advice_{n}"])
            for n in range(len(self.fields))
            if f"finding_{n}" in self.fields
        ]
        return {
            "version": c["version"],
            "summary": c["summary"],
            "scores": {item.pk: c[f"score_{item.pk}"] for item in self.items},
            "notes": {item.pk: c[f"note_{item.pk}"] for item in self.items},
            "findings": pairs,
        }


class MadeForm(forms.Form):
    """The day a visit was made."""

    made_on = ThaiDateField(label=_("Day of the visit"))


class ReplyForm(forms.Form):
    """The center's reply to a finding."""

    text = forms.CharField(label=_("The center's reply"), widget=forms.Textarea(attrs={"rows": 3}))


class FinalForm(forms.Form):
    """Corrective actions when findings become final: one for each finding, or none."""

    def __init__(self, *args: Any, visit: Visit, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings = list(visit.findings.order_by("pk"))
        everyone = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name_sort", "pk")
        for finding in self.findings:
            self.fields[f"what_{finding.pk}"] = forms.CharField(
                label=_("Corrective action"), max_length=500, required=False
            )
            self.fields[f"owner_{finding.pk}"] = forms.ModelChoiceField(
                everyone, label=_("Whose task"), required=False
            )
            self.fields[f"due_{finding.pk}"] = ThaiDateField(label=_("Due on"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for finding in self.findings:
            given = [bool(cleaned.get(f"{name}_{finding.pk}")) for name in ("what", "owner", "due")]
            if any(given) and not all(given):
                self.add_error(
                    f"what_{finding.pk}",
                    _("A task needs what, whose and by when; leave all three empty for none."),
                )
        return cleaned

    @property
    def rows(self) -> Iterator[tuple[Finding, list[Any]]]:
        """Each finding with its bound boxes."""
        for finding in self.findings:
            yield finding, [self[f"{name}_{finding.pk}"] for name in ("what", "owner", "due")]

    @property
    def corrections(self) -> list[tuple[Finding, str, User, Any]]:
        """The tasks as the action takes them."""
        c = self.cleaned_data
        return [
            (f, c[f"what_{f.pk}"], c[f"owner_{f.pk}"], c[f"due_{f.pk}"])
            for f in self.findings
            if c[f"what_{f.pk}"]
        ]
