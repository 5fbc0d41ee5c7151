"""Lessons as their authors see them: the center's list, one lesson with its steps, a step with its questions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centers.models import Center
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import lessons
from training.forms.lessons import LessonForm, LessonOfMeetingForm, QuestionForm, StepForm
from training.models import Lesson, Mode, Question, Step
from training.queries import lessons as reads
from training.views.meetings import meeting_or_404

FORM = ["GET", "HEAD", "POST"]


def lesson_or_404(request: HttpRequest, pk: int) -> Lesson:
    return get_object_or_404(reads.lessons_of(request.access), pk=pk)


def step_or_404(request: HttpRequest, pk: int) -> Step:
    """A step of a lesson that the person may write."""
    mine = Lesson.objects.within(request.access, Permission.ROUND_MANAGE)
    rows = Step.objects.filter(version__lesson__in=mine).select_related("version__lesson__center")
    return get_object_or_404(rows, pk=pk)


@require(Permission.ROUND_MANAGE)
@require_http_methods(FORM)
def manage_lessons(request: HttpRequest) -> HttpResponse:
    """The lessons of one's centers, and the form of a new one."""
    centers = Center.objects.within(request.access, Permission.ROUND_MANAGE).order_by("name_sort", "pk")
    form = LessonForm(request.POST or None, centers=centers)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            asked = form.cleaned_data
            lesson = lessons.write(
                asked["center"],
                name=asked["name"],
                pass_percent=asked["pass_percent"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("manage-lesson", lesson.pk)
    context = {"form": form, "lessons": reads.lessons_of(request.access)[:200]}
    return render(request, "training/manage_lessons.html", context)


@require(Permission.ROUND_MANAGE)
@require_http_methods(FORM)
def manage_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest version of a lesson with its steps; its moves are buttons of this page."""
    lesson = lesson_or_404(request, pk)
    moves = {
        "release": (lessons.release, _("The version is released: people may begin it.")),
        "take-back": (lessons.take_back, _("The version is a draft again.")),
        "new-version": (lessons.new_version, _("A new version is begun as a copy.")),
    }
    if request.method == "POST":
        if found := moves.get(request.POST.get("move", "")):
            with refusal_shown(request):
                found[0](lesson, by=request.user, at=timezone.now())
                messages.success(request, found[1])
        return redirect("manage-lesson", pk)
    version = reads.newest(lesson)
    steps = version.steps.order_by("number").prefetch_related("questions")
    context = {"lesson": lesson, "version": version, "steps": steps}
    return render(request, "training/manage_lesson.html", context)


@require(Permission.ROUND_MANAGE)
@require_http_methods(FORM)
def manage_step_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more step at the end of the draft."""
    lesson = lesson_or_404(request, pk)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            step = lessons.put_step(lesson, None, form.cleaned_data, by=request.user, at=timezone.now())
            if step.kind == Step.Kind.QUIZ:
                return redirect("manage-step", step.pk)
            return redirect("manage-lesson", pk)
    return render(request, "training/manage_step.html", {"lesson": lesson, "form": form})


@require(Permission.ROUND_MANAGE)
@require_http_methods(FORM)
def manage_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a step of the draft, move it up or take it out; a quiz shows its questions."""
    step = step_or_404(request, pk)
    lesson, at = step.version.lesson, timezone.now()
    move = {"up": lessons.move_step, "remove": lessons.remove_step}.get(request.POST.get("move", ""))
    if move:
        with refusal_shown(request):
            move(lesson, step, by=request.user, at=at)
        return redirect("manage-lesson", lesson.pk)
    form = StepForm(request.POST or None, initial=StepForm.values_of(step))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            lessons.put_step(lesson, step, form.cleaned_data, by=request.user, at=at)
            messages.success(request, _("The step is saved."))
            return redirect("manage-lesson", lesson.pk)
    questions = step.questions.order_by("pk").prefetch_related("choices")
    context = {"lesson": lesson, "step": step, "form": form, "questions": questions}
    return render(request, "training/manage_step.html", context)


@require(Permission.ROUND_MANAGE)
@require_http_methods(FORM)
def manage_question_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One more question of a quiz."""
    return question_page(request, step_or_404(request, pk), None)


@require(Permission.ROUND_MANAGE)
@require_http_methods(FORM)
def manage_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a question, or take it out."""
    mine = Lesson.objects.within(request.access, Permission.ROUND_MANAGE)
    rows = Question.objects.filter(step__version__lesson__in=mine).select_related("step__version__lesson")
    question = get_object_or_404(rows, pk=pk)
    if request.POST.get("move") == "remove":
        with refusal_shown(request):
            lessons.remove_question(question, by=request.user, at=timezone.now())
        return redirect("manage-step", question.step_id)
    return question_page(request, question.step, question)


def question_page(request: HttpRequest, step: Step, question: Question | None) -> HttpResponse:
    form = QuestionForm(request.POST or None, question=question)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            text, choices = form.cleaned_data["text"], form.choices()
            lessons.put_question(step, question, text, choices, by=request.user, at=timezone.now())
            messages.success(request, _("The question is saved."))
            return redirect("manage-step", step.pk)
    context = {"lesson": step.version.lesson, "step": step, "question": question, "form": form}
    return render(request, "training/manage_question.html", context)


@require(Permission.ROUND_MANAGE)
@require_http_methods(FORM)
def manage_meeting_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Which lesson is worked through at an e-learning meeting."""
    meeting = meeting_or_404(request, pk)
    if meeting.mode != Mode.ELEARNING:
        raise Http404
    now = getattr(meeting, "lesson_set", None)
    initial = {"lesson": now.lesson_id if now else None}
    form = LessonOfMeetingForm(request.POST or None, meeting=meeting, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            lessons.put_to(meeting, form.cleaned_data["lesson"], by=request.user, at=timezone.now())
            messages.success(request, _("The date is saved."))
            return redirect("manage-round", meeting.round_id)
    context = {"round": meeting.round, "meeting": meeting, "form": form}
    return render(request, "training/manage_meeting_lesson.html", context)
