"""Forms of the lesson's author: the lesson, a step, a question with its answers. All of it is plain text."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from training.models import Lesson, Meeting, Question, Step

CHOICES = range(1, 7)


class LessonForm(forms.Form):
    """A new lesson of a center."""

    center = forms.ModelChoiceField(label=_("Center"), queryset=Center.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Name of the lesson"), max_length=150)
    pass_percent = forms.IntegerField(
        label=_("Right answers to pass a quiz (%)"),
        min_value=1,
        max_value=100,
        initial=60,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, centers: QuerySet[Center], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["center"].queryset = centers


class StepForm(forms.Form):
    """One step: a page to read, a video to watch, or a quiz whose questions come after."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Step.Kind.choices)
    title = forms.CharField(label=_("Heading"), max_length=150)
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        required=False,
        help_text=_("Plain text; an empty line begins a new paragraph. Signs of markup are shown as they are."),
        widget=forms.Textarea(attrs={"rows": 12}),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Address of the video (video only)"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Begins with https://. It opens at its own place."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        link, kind = values.get("link", ""), values.get("kind")
        if kind == Step.Kind.VIDEO and "link" not in self.errors and not link.startswith("https://"):
            self.add_error("link", _("A video has an address that begins with https://."))
        if kind == Step.Kind.PAGE and "text" not in self.errors and not values.get("text", "").strip():
            self.add_error("text", _("A page to read has a text."))
        return values

    @staticmethod
    def values_of(step: Step) -> dict[str, str]:
        return {"kind": step.kind, "title": step.title, "text": step.text, "link": step.link}


class QuestionForm(forms.Form):
    """A question with up to six answers; the right ones are ticked."""

    text = forms.CharField(label=_("Question"), max_length=500)

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        known = list(question.choices.order_by("pk")) if question else []
        initial: dict[str, Any] = {"text": question.text} if question else {}
        for number, choice in enumerate(known, start=1):
            initial |= {f"answer_{number}": choice.text, f"right_{number}": choice.right}
        super().__init__(*args, initial=initial, **kwargs)
        for number in CHOICES:
            self.fields[f"answer_{number}"] = forms.CharField(
                label=_("Answer %(n)s") % {"n": number}, max_length=300, required=False
            )
            self.fields[f"right_{number}"] = forms.BooleanField(
                label=_("Answer %(n)s is right") % {"n": number}, required=False
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for number in CHOICES:
            if values.get(f"right_{number}") and not values.get(f"answer_{number}"):
                self.add_error(f"answer_{number}", _("Write the answer that is ticked as right."))
        return values

    def choices(self) -> list[tuple[str, bool]]:
        """The answers that were written, with whether they are right."""
        values = self.cleaned_data
        return [(values[f"answer_{n}"], values[f"right_{n}"]) for n in CHOICES if values.get(f"answer_{n}")]


class LessonOfMeetingForm(forms.Form):
    """Which lesson is worked through at an e-learning meeting."""

    lesson = forms.ModelChoiceField(
        label=_("Lesson to work through"),
        queryset=Lesson.objects.none(),
        required=False,
        empty_label=_("None: the e-learning is elsewhere"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        released = Lesson.objects.filter(center=meeting.round.center_id, versions__released_at__isnull=False)
        self.fields["lesson"].queryset = released.distinct().order_by("name", "pk")
