"""The survey as a form: five levels or words for each question, for each trainer anew."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from training.models import SurveyItem
from training.queries.surveys import Question
from training.satisfaction import Level

LONGEST = 1000


def name_of(item: SurveyItem, trainer: int | None) -> str:
    return f"q{item.pk}" if trainer is None else f"q{item.pk}t{trainer}"


class AnswerForm(forms.Form):
    """One field a question. Those about the course are needed; a trainer may be left out by whoever did not meet her."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for item, trainer in questions:
            name = name_of(item, trainer.pk if trainer else None)
            if item.answer == SurveyItem.Answer.WORDS:
                self.fields[name] = forms.CharField(
                    label=str(item), required=False, max_length=LONGEST,
                    widget=forms.Textarea(attrs={"rows": 3}),
                )  # fmt: skip
            else:
                self.fields[name] = forms.TypedChoiceField(
                    label=str(item), choices=Level.choices, coerce=int, required=trainer is None,
                    empty_value=None, widget=forms.RadioSelect,
                    error_messages={"required": _("Please choose one of the five.")},
                )  # fmt: skip

    @cached_property
    def blocks(self) -> list[tuple[Any, list[tuple[SurveyItem, forms.BoundField]]]]:
        """The questions with their fields: about the course (no trainer), then about each trainer."""
        found: dict[Any, list[tuple[SurveyItem, forms.BoundField]]] = {}
        for item, trainer in self.questions:
            field = self[name_of(item, trainer.pk if trainer else None)]
            found.setdefault(trainer, []).append((item, field))
        return list(found.items())

    def said(self, answer: str) -> dict[tuple[int, int | None], Any]:
        """What was answered by levels or in words, by item and trainer (primary keys)."""
        return {
            (item.pk, trainer.pk if trainer else None): value
            for item, trainer in self.questions
            if item.answer == answer
            and (value := self.cleaned_data[name_of(item, trainer.pk if trainer else None)])
        }
