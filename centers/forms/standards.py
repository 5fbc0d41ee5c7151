"""Forms of an assessment against standards 7.1 to 7.4."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from centers.models import Assessment, AssessmentAnswer
from hcec.core.forms import DocumentField

ANSWERS = (("yes", _("Met")), ("no", _("Not met yet")))
MET = {True: "yes", False: "no", None: ""}


def mark(met: str, note: str) -> str:
    """A short mark of an answer: another one as soon as anything in it changes."""
    return sha256(f"{met}|{' '.join(note.split())}".encode()).hexdigest()[:16]


def stored_mark(answer: AssessmentAnswer) -> str:
    return mark(MET[answer.met], answer.note)


class AnswersForm(forms.Form):
    """Every line of one assessment: met or not, a note, and a document or picture as evidence.

    Each line carries the mark of the answer it was shown with, so that two people may fill in different lines at
    once, and a line that both changed is shown with both answers instead of losing one.
    """

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs: set[int] = set()
        self.answers = list(assessment.answers.select_related("item").order_by("item__position", "pk"))
        for answer in self.answers:
            key = answer.item_id
            self.fields[f"met_{key}"] = forms.ChoiceField(
                label=_("Answer"),
                choices=ANSWERS,
                required=False,
                widget=forms.RadioSelect,
                initial=MET[answer.met],
            )
            self.fields[f"note_{key}"] = forms.CharField(
                label=_("How it is met, or what is missing"), required=False, initial=answer.note, max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"evidence_{key}"] = DocumentField(
                label=_("Evidence (picture or PDF, at most 5 MB)"), required=False
            )
            self.fields[f"was_{key}"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=stored_mark(answer)
            )

    def lines(self) -> Iterator[tuple[AssessmentAnswer, bool, list[BoundField]]]:
        """Each line, whether another answer came in between, and its fields."""
        for answer in self.answers:
            key = answer.item_id
            yield (
                answer,
                key in self.theirs,
                [self[f"{name}_{key}"] for name in ("was", "met", "note", "evidence")],
            )

    def changed(self) -> dict[int, dict[str, Any]]:
        """The lines that this person changed (item → met, note, and a new document where there is one)."""
        found: dict[int, dict[str, Any]] = {}
        for answer in self.answers:
            key, data = answer.item_id, self.cleaned_data
            met, note, evidence = data[f"met_{key}"], data[f"note_{key}"], data[f"evidence_{key}"]
            if evidence or mark(met, note) != data[f"was_{key}"]:
                found[key] = {"met": {"yes": True, "no": False}.get(met), "note": note}
                found[key] |= {"evidence": evidence} if evidence else {}
        return found

    def clashes(self) -> list[AssessmentAnswer]:
        """The lines that this person changed and somebody else meanwhile answered differently."""
        mine = self.changed()
        return [
            answer for answer in self.answers
            if answer.item_id in mine
            and stored_mark(answer) != self.cleaned_data[f"was_{answer.item_id}"]
            and stored_mark(answer) != mark(MET[mine[answer.item_id]["met"]], mine[answer.item_id]["note"])
        ]  # fmt: skip

    def beside_theirs(self) -> "AnswersForm":
        """This form to be shown again: mine where I wrote, theirs elsewhere; saved once more it is saved knowingly."""
        mine, clashes = self.changed(), [answer.item_id for answer in self.clashes()]
        self.data = self.data.copy()
        for answer in self.answers:
            key = answer.item_id
            self.data[f"was_{key}"] = stored_mark(answer)
            if key not in mine:
                self.data[f"met_{key}"], self.data[f"note_{key}"] = MET[answer.met], answer.note
        self.theirs = set(clashes)
        return self


class BecauseForm(forms.Form):
    """Why an assessment goes back."""

    because = forms.CharField(
        label=_("What the center must mend or prove"), widget=forms.Textarea(attrs={"rows": 3})
    )


class SampleForm(forms.Form):
    """What OBEC's sample found."""

    upheld = forms.ChoiceField(
        label=_("Verdict"), widget=forms.RadioSelect,
        choices=(("yes", _("The assessment stands")), ("no", _("The assessment does not stand"))),
    )  # fmt: skip
    note = forms.CharField(label=_("What the sample found"), widget=forms.Textarea(attrs={"rows": 3}))
