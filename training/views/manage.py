"""Rounds of a center: list, plan, look after, edit."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from centers.models import Center
from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown
from training.actions import rounds
from training.actions.meetings import CHANGEABLE, Refused
from training.forms.meetings import BaseMeetings, Choices, MeetingFormSet
from training.forms.rounds import CallOffForm, RoundEditForm, RoundForm
from training.listings import ManagedListing
from training.models import Round
from training.queries import attendance, enrolments, qualified
from training.queries import rounds as reads
from training.views.tabs import tabs


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_rounds(request: HttpRequest) -> HttpResponse:
    """The rounds of one's centers."""
    action = (_("Plan a round"), reverse("manage-round-new"))
    return ManagedListing(request, reads.managed(request.access), empty_action=action).respond(
        "training/manage_rounds.html"
    )


@require(Permission.ROUND_MANAGE)
def manage_round_new(request: HttpRequest) -> HttpResponse:
    """Plan a round with its dates in one sitting; whoever runs several centers chooses one first."""
    mine = Center.objects.within(request.access, Permission.ROUND_MANAGE).select_related("province")
    wanted = request.GET.get("center", "")
    if wanted.isdecimal():
        center = get_object_or_404(mine, pk=wanted)
    elif (only := list(mine.order_by("name_sort", "pk")[:200])) and len(only) == 1:
        center = only[0]
    else:
        return render(request, "training/choose_center.html", {"centers": only})
    at = timezone.now()
    posted = request.POST if request.method == "POST" else None
    form = RoundForm(posted, initial=suggested_window(at))
    dates = MeetingFormSet(with_more(posted), prefix="dates", form_kwargs={"choices": Choices(center)})
    saving = posted is not None and "more" not in posted
    valid = saving and form.is_valid() & dates.is_valid()
    if valid and (round := planned(request, center, form, dates, at)):
        messages.success(request, _("The draft is saved. Announce the round when everything is right."))
        return redirect("manage-round", round.pk)
    wrong = [number for number, date in enumerate(dates, 1) if saving and date.errors]
    context = {
        "center": center,
        "form": form,
        "dates": dates,
        "wrong_dates": wrong,
        "key": key_of(request) or uuid4(),
    }
    return render(request, "training/manage_round_new.html", context)


def planned(
    request: HttpRequest, center: Center, form: RoundForm, dates: BaseMeetings, at: datetime
) -> Round | None:
    """The planned round; each refusal is written where it belongs."""
    values = form.cleaned_data
    try:
        return rounds.plan(
            center,
            values["course"],
            form.fields_for_action(),
            dates.plans(),
            by=request.user,
            at=at,
            affiliations=values["audience_affiliations"],
            key=key_of(request),
        )
    except Refused as refused:
        dates.show_refusals(refused.sentences)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None


def key_of(request: HttpRequest) -> UUID | None:
    """The key that the form carries, so that two presses are one round; None where it carries none."""
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return None


def suggested_window(at: datetime) -> dict[str, Any]:
    """Enrolment from tomorrow morning; its end depends on the dates, so that is left to the planner."""
    tomorrow = timezone.localtime(at).replace(hour=8, minute=30, second=0, microsecond=0) + timedelta(days=1)
    return {"opens_at": tomorrow, "seats": 40}


def with_more(posted: Any) -> Any:
    """The posted dates, and three empty ones more when “more dates” was pressed: nothing that was typed is lost."""
    if posted is None or "more" not in posted:
        return posted
    posted = posted.copy()
    total = posted.get("dates-TOTAL_FORMS", "")
    posted["dates-TOTAL_FORMS"] = str(min(int(total) + 3, 30) if total.isdecimal() else 3)
    return posted


def managed_or_404(request: HttpRequest, pk: int) -> Round:
    """The round, where it is of a center whose rounds the person runs."""
    return get_object_or_404(reads.managed(request.access), pk=pk)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_round(request: HttpRequest, pk: int) -> HttpResponse:
    """The workspace of a round: what it is, its dates, what comes next."""
    round = managed_or_404(request, pk)
    meetings = list(reads.meetings_of(round))
    context = {
        "round": round,
        "meetings": meetings,
        "modes": reads.modes_of(round),
        "lacks": qualified.lacks(round, meetings) if round.status in CHANGEABLE else [],
        "skipped": round.skipped_dates.filter(status="skipped")
        .select_related("round__course")
        .order_by("starts_at"),
        "counted_hours": sum(meeting.minutes for meeting in meetings) / 60,
        "affiliations": round.audience_affiliations.order_by("sort_order", "pk"),
        "gaps": attendance.gaps(round) if round.status == "held" else {},
        "at": timezone.now(),
        "tabs": tabs(request, round, "manage-round"),
    }
    return render(request, "training/manage_round.html", context)


@require(Permission.ROUND_MANAGE)
def manage_round_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, seats, window, audience and conditions."""
    round = managed_or_404(request, pk)
    form = RoundEditForm(request.POST or None, initial=RoundEditForm.values_of(round))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            rounds.edit(
                round,
                form.fields_for_action(),
                by=request.user,
                at=timezone.now(),
                affiliations=form.cleaned_data["audience_affiliations"],
            )
            messages.success(request, _("The round is saved."))
            return redirect("manage-round", pk)
    return render(request, "training/manage_round_edit.html", {"round": round, "form": form})


@require(Permission.ROUND_MANAGE)
def manage_round_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a round off; says first how many people will be told."""
    round = managed_or_404(request, pk)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            rounds.call_off(round, by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"])
            messages.success(request, _("The round is called off and everybody in it is told."))
            return redirect("manage-round", pk)
    context = {"round": round, "form": form, "people": enrolments.still_coming(round)}
    return render(request, "training/manage_round_call_off.html", context)
