"""A person works through the lesson of an e-learning meeting: where she is, one step, one quiz."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from training.actions import learning as actions
from training.lifecycles import SEATED
from training.models import Enrolment, Learning, Lesson, Meeting, Mode, Step
from training.queries import lessons as reads


def place_or_404(request: HttpRequest, pk: int) -> tuple[Enrolment, Meeting]:
    """The person's place in the round of an e-learning meeting that has a lesson here."""
    places = Enrolment.objects.filter(person=request.user, status__in=SEATED, round__meetings=pk)
    place = get_object_or_404(places.select_related("round__course", "round__center__province"))
    rows = Meeting.objects.filter(mode=Mode.ELEARNING, lesson_set__isnull=False)
    meeting = get_object_or_404(rows.select_related("lesson_set__lesson"), pk=pk)
    meeting.round = place.round
    return place, meeting


def learning_of(meeting: Meeting, place: Enrolment) -> Learning | None:
    rows = Learning.objects.filter(meeting=meeting, enrolment=place)
    return rows.select_related("version__lesson", "meeting__round__course").first()


@require_http_methods(["GET", "HEAD", "POST"])
def my_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Every step in order with what is done; the button begins."""
    place, meeting = place_or_404(request, pk)
    at = database_now()
    if request.method == "POST":
        with refusal_shown(request):
            actions.begin(meeting, request.user, at=at)
        return redirect("my-lesson", pk)
    learning = learning_of(meeting, place)
    way = reads.way(learning) if learning else []
    lesson: Lesson = meeting.lesson_set.lesson
    context = {
        "meeting": meeting,
        "round": place.round,
        "enrolment": place,
        "lesson": lesson,
        "learning": learning,
        "way": way,
        "ready": sum(one.done for one in way),
        "next": next((one.step for one in way if not one.done), None),
        "open": meeting.starts_at <= at < meeting.ends_at,
    }
    return render(request, "training/my_lesson.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_step(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One step. Its button says that it is done; a quiz is answered and judged on the server."""
    place, meeting = place_or_404(request, pk)
    learning = learning_of(meeting, place)
    if learning is None:
        return redirect("my-lesson", pk)
    step = get_object_or_404(Step, version=learning.version_id, number=number)
    turn = reads.open_step(learning)
    if turn and number > turn.number:
        messages.warning(request, _("First do “%(title)s”.") % {"title": turn.title})
        return redirect("my-lesson", pk)
    ticked = ticked_in(request, step)
    if request.method == "POST":
        with refusal_shown(request):
            if step.kind != Step.Kind.QUIZ:
                actions.finish_step(learning, step, by=request.user, at=database_now())
                return redirect("my-lesson", pk)
            attempt = actions.answer(learning, step, ticked, by=request.user, at=database_now())
            facts = {"right": attempt.right, "of": attempt.of}
            if attempt.passed:
                messages.success(request, _("Passed: %(right)s of %(of)s right.") % facts)
                return redirect("my-lesson", pk)
            messages.warning(request, _("Not passed yet: %(right)s of %(of)s right. Try again.") % facts)
            return redirect("my-step", pk, number)
    context = {
        "meeting": meeting,
        "round": place.round,
        "learning": learning,
        "step": step,
        "done": turn is None or number < turn.number,
        "questions": questions_of(step, ticked),
        "last": reads.last_attempt(learning, step),
    }
    return render(request, "training/my_step.html", context)


def ticked_in(request: HttpRequest, step: Step) -> dict[int, set[int]]:
    """Question → the choices that were ticked; what is no choice of the question is left to the action to drop."""
    if step.kind != Step.Kind.QUIZ:
        return {}
    return {
        pk: {int(typed) for typed in request.POST.getlist(f"q{pk}") if typed.isdecimal() and len(typed) < 19}
        for pk in step.questions.values_list("pk", flat=True)
    }


def questions_of(step: Step, ticked: dict[int, set[int]]) -> list[dict[str, Any]]:
    """The questions as they are shown: with what was ticked, and never with what is right."""
    return [
        {
            "pk": question.pk,
            "text": question.text,
            "choices": [
                {"pk": choice.pk, "text": choice.text, "ticked": choice.pk in ticked.get(question.pk, set())}
                for choice in sorted(question.choices.all(), key=lambda choice: choice.pk)
            ],
        }
        for question in step.questions.order_by("pk").prefetch_related("choices")
    ]
