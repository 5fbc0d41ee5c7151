"""The survey after a round: answered by people, its results for the center, each trainer's own results (H1)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import surveys
from training.forms.surveys import AnswerForm
from training.lifecycles import SEATED, SURVEY_TEXT
from training.models import Enrolment, Survey, SurveyForm, SurveyItem, SurveyText
from training.models.surveys import FEWEST, answers_until
from training.queries import surveys as reads
from training.survey_listings import SurveyListing
from training.views.manage import managed_or_404
from training.views.tabs import tabs


@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions about a round in which one has a place; sent once."""
    rows = Enrolment.objects.filter(person=request.user, status__in=SEATED)
    own = get_object_or_404(rows.select_related("round__course", "round__center__province"), pk=pk)
    round, at = own.round, timezone.now()
    asked = form_of(own)
    questions = reads.questions(asked, reads.trainers_asked(round)) if asked else []
    form = AnswerForm(request.POST or None, questions=questions)
    open = bool(questions) and reads.window(round, at) == "open" and not own.survey_answered
    if request.method == "POST" and form.is_valid():
        levels, words = form.said(SurveyItem.Answer.LEVEL), form.said(SurveyItem.Answer.WORDS)
        number = request.POST.get("form", "")
        with refusal_shown(request):
            surveys.answer(
                own, levels, words, form=int(number[:4]) if number.isdecimal() else 0, by=request.user, at=at
            )
            messages.success(request, _("Thank you. Your answers are counted without your name."))
            return redirect("enrolment", pk)
    context = {
        "enrolment": own,
        "round": round,
        "asked": asked,
        "form": form,
        "open": open,
        "window": reads.window(round, at),
        "until": answers_until(round),
        "fewest": FEWEST,
    }
    return render(request, "training/survey.html", context)


def form_of(own: Enrolment) -> SurveyForm | None:
    """The questions that the round keeps, else those in force on its last day."""
    kept = reads.of_round(own.round)
    return kept.form if kept else reads.form_on(timezone.localdate(own.round.ends_at))


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_surveys(request: HttpRequest) -> HttpResponse:
    """The surveys of one's centers, newest round first."""
    at = timezone.now()
    listing = SurveyListing(request, reads.managed(request.access))
    waiting = reads.to_read(request.access, at)
    rounds = waiting.values_list("survey__round", "survey__round__course__name_th").distinct()
    return listing.respond("training/manage_surveys.html", {"to_read": sorted(rounds)})


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_round_survey(request: HttpRequest, pk: int) -> HttpResponse:
    """How many have answered; once it is over, the results and the words."""
    round, at = managed_or_404(request, pk), timezone.now()
    found = reads.of_round(round)
    shown = found is not None and reads.is_shown(found, at)
    teaches = reads.teaches(request.user, round)
    context = {
        "round": round,
        "survey": found,
        "seated": reads.seated(round),
        "until": answers_until(round),
        "window": reads.window(round, at),
        "shown": shown,
        "fewest": FEWEST,
        "blocks": reads.blocks(found) if found and shown else [],
        "texts": reads.texts(found) if found and shown and not teaches else [],
        "teaches": teaches,
        "tabs": tabs(request, round, "manage-round-survey"),
    }
    return render(request, "training/manage_round_survey.html", context)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_survey_text(request: HttpRequest, pk: object) -> HttpResponse:
    """Pass words on to the trainer, or keep them from her."""
    rows = SurveyText.objects.within(request.access, Permission.ROUND_MANAGE).select_related("survey")
    text, move = get_object_or_404(rows, pk=pk), request.POST.get("move", "")
    if move not in SURVEY_TEXT.moves:
        raise Http404
    with refusal_shown(request):
        surveys.read(text, move, by=request.user, at=timezone.now())
        messages.success(request, _("Saved. The next words wait below."))
    return redirect("manage-round-survey", Survey.objects.get(pk=text.survey_id).round_id)


@require_safe
def my_ratings(request: HttpRequest) -> HttpResponse:
    """What people said of one's own teaching: results, and words that a colleague has passed on."""
    context = {"rows": reads.of_trainer(request.user, timezone.now()), "fewest": FEWEST}
    return render(request, "training/my_ratings.html", context)
