"""Nominations: a head puts teachers forward, and whoever is asked answers, signed in or by the link of a mail (F4)."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from centers.models import School
from committees.queries import heads
from hcec.accounts.models import User
from hcec.core.refusals import refusal_shown
from training import answer_links
from training.actions import nominations as actions
from training.forms.nominations import AnswerForm, NominateForm
from training.lifecycles import NOMINATION
from training.models import Nomination, Round
from training.nomination_listings import NominationListing
from training.queries import nominations as reads
from training.queries import rounds as round_reads

MOVES = ("approve", "accept", "decline", "withdraw")
# The page of a link is for the person who got the mail: kept by nobody, found by no search engine, told to no other page.
SHUT = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def school_or_404(request: HttpRequest) -> School:
    """The school that the person heads or stands in at; with several, the one that is asked for."""
    mine = heads.schools_of(request.user, timezone.localdate())
    wanted = request.GET.get("school", "")
    found = mine.filter(pk=wanted).first() if wanted.isdecimal() else mine.first()
    if found is None:
        raise Http404
    return found


def open_round_or_404(pk: int) -> Round:
    return get_object_or_404(round_reads.announced(timezone.now()), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def round_nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """A head chooses teachers of her school for a round; each gets a place that is held until she answers."""
    school, round, at = school_or_404(request), open_round_or_404(pk), timezone.now()
    teachers = list(reads.teachers_of(school, request.user))
    hindered = reads.hindered(round, teachers, at)
    posted = request.POST if request.method == "POST" else None
    form = NominateForm(
        posted, teachers=reads.teachers_of(school, request.user), initial={"idempotency_key": uuid4()}
    )
    if posted is None:
        people: Any = form.fields["people"]  # out of the list that is read already
        people.choices = [(p.pk, people.label_from_instance(p)) for p in teachers if p.pk not in hindered]
    elif form.is_valid():
        with refusal_shown(request, form):
            chosen, key = list(form.cleaned_data["people"]), form.cleaned_data["idempotency_key"]
            note = form.cleaned_data["note"]
            made = actions.nominate(round, chosen, school=school, key=key, note=note, by=request.user, at=at)
            done = ngettext(
                "%(n)s teacher is nominated and told.", "%(n)s teachers are nominated and told.", len(made)
            )
            messages.success(request, done % {"n": len(made)})
            return redirect("nominations")
    context = {
        "round": round,
        "school": school,
        "school_key": str(school.pk),
        "others": [mine for mine in heads.schools_of(request.user, timezone.localdate(at)) if mine != school],
        "form": form,
        "open": round.window(at) == "open" and at < round.cancel_until,
        "hindered": [(person, hindered[person.pk]) for person in teachers if person.pk in hindered],
        "choice": len(teachers) > len(hindered),
    }
    return render(request, "training/nominate.html", context)


@require_safe
def nominations(request: HttpRequest) -> HttpResponse:
    """What waits for one's own answer, and everything that one may look at."""
    at = timezone.now()
    waiting = reads.waiting_for(request.user, at).select_related(*reads.NEAR).order_by("answer_by", "pk")
    listing = NominationListing(request, reads.seen_by(request.user, at))
    context = {
        "waiting": waiting[:50],
        "heads": heads.schools_of(request.user, timezone.localdate(at)).exists(),
    }
    return listing.respond("training/nominations.html", context)


def answered(
    request: HttpRequest, nomination: Nomination, person: User, form: AnswerForm, at: datetime
) -> bool:
    """Do what was pressed in the name of this person; True when it is done."""
    move = request.POST.get("move", "")
    if move not in MOVES:
        raise Http404
    if not form.is_valid():
        return False
    reason = form.cleaned_data["reason"] if move == "decline" else ""
    with refusal_shown(request, form if move == "decline" else None):
        if move == "withdraw":
            actions.withdraw(nomination, by=person, at=at)
        else:
            actions.answer(nomination, move, by=person, at=at, reason=reason)
        messages.success(request, _("Done. Everybody concerned is told."))
        return True
    return move != "decline"


def shown(nomination: Nomination, person: User, form: AnswerForm, at: datetime) -> dict[str, Any]:
    """One question for one person: what she may do about it now."""
    on = timezone.localdate(at)
    asked = nomination.waits(at) and person.pk in {p.pk for p in reads.answerers(nomination, on)}
    yes = "approve" if reads.to_approve(nomination) else "accept"
    return {
        "nomination": nomination,
        "enrolment": nomination.enrolment,
        "round": nomination.enrolment.round,
        "form": form,
        "yes": {"move": yes},
        "take_back": {"move": "withdraw"},
        "yes_label": NOMINATION.moves[yes].label,
        "asked": asked,
        "may_withdraw": nomination.waits(at) and actions.may_withdraw(nomination, person, at),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """One question, for those concerned: who, which round, until when; and the answer of whoever is asked."""
    at = timezone.now()
    found = get_object_or_404(reads.seen_by(request.user, at), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and answered(request, found, request.user, form, at):
        return redirect("nomination", pk)
    return render(request, "training/nomination.html", shown(found, request.user, form, at))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def nomination_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of a mail: nothing is written until its button is pressed. Works without signing in."""
    at, said = timezone.now(), answer_links.opened(token)
    found = said and Nomination.objects.select_related(*reads.NEAR).filter(pk=said[0]).first()
    person = said and User.objects.filter(pk=said[1], is_active=True).first()
    if not said or not found or not person:
        return over(request)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and answered(request, found, person, form, at):
        response: HttpResponse = redirect("nomination-answer", token)
    else:
        context = shown(found, person, form, at) | {"person": person}
        if found.status != said[2]:
            context |= {"asked": False, "may_withdraw": False}
        response = render(request, "training/nomination_answer.html", context)
    return shut(response)


def shut(response: HttpResponse) -> HttpResponse:
    for name, value in SHUT.items():
        response[name] = value
    return response


def over(request: HttpRequest) -> HttpResponse:
    """A link that is none of ours or too old says so and nothing else."""
    return shut(render(request, "training/nomination_over.html", status=404))
