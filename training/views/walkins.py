"""Walk-ins of a meeting: look for a person, give her a free seat or take her down, and say later who she was (F7)."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.accounts import found
from hcec.accounts.found_forms import LookForm, MatchForm
from hcec.accounts.models import User
from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal, refusal_shown
from training.actions import walkins
from training.forms.walkins import SaidForm, UnknownForm
from training.models import Meeting, WalkIn
from training.queries import eligibility
from training.queries import seats as seat_reads
from training.queries import walkins as reads
from training.views.attendance import meeting_or_404
from training.walkin_listings import WalkInListing

MOST_OF_LINE = 20


def purpose(meeting: Meeting) -> str:
    return f"door:{meeting.pk}"


def one(request: HttpRequest, meeting: Meeting, person: User, line: list[Any]) -> dict[str, Any]:
    """One person who was found: what staff may do, and the form that does it."""
    judged = reads.judged(meeting.round, person, timezone.now())
    of_line = any(waiting.person_id == person.pk for waiting in line)
    wanted = {"called": bool(line) and not of_line, "reason": bool(judged.against)}
    first = {"found": found.carried(person, purpose(meeting), request.user), "idempotency_key": uuid4()}
    asks = tuple(name for name, is_wanted in wanted.items() if is_wanted)
    form = SaidForm(initial=first, prefix=f"p{person.pk}", asks=asks)
    return found.shown(person) | {"judged": judged, "form": form, "may": judged.seat and judged.waivable}


def page(request: HttpRequest, meeting: Meeting, status: int = 200, **more: Any) -> HttpResponse:
    """The page in whatever state it is; the line stands on it, since it comes first."""
    now = timezone.now()
    line, shut = list(reads.line(meeting.round)[:MOST_OF_LINE]), reads.shut(meeting, now)
    context: dict[str, Any] = {
        "round": meeting.round,
        "meeting": meeting,
        "shut": shut,
        "free": seat_reads.free_for(meeting.round, None, now).count(),
        "no_seat": reads.no_seat(meeting.round),
        "look": LookForm(),
        "line": [(w, found.carried(w.person, purpose(meeting), request.user), uuid4()) for w in line],
        "people": [one(request, meeting, person, line) for person in more.pop("people", [])],
        "refusal": "",
        "unknown": None,
    }
    return render(request, "training/manage_door.html", context | more, status=status)


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_door(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for whoever came by her number or address; what was typed is in no address and in no log."""
    meeting = meeting_or_404(request, pk)
    form = LookForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, meeting, look=form)
    try:
        asked, people = found.look(form.cleaned_data["who"], meeting, by=request.user)
    except Refusal as refusal:
        form.add_error("who", str(refusal))
        return page(request, meeting, look=form)
    if people:
        return page(request, meeting, look=form, people=people)
    first: dict[str, object] = {"idempotency_key": uuid4()}
    first |= {asked.kind: asked.typed} if asked.kind in ("phone", "email") else {}
    asks = ("called",) if reads.line(meeting.round).exists() else ()
    return page(request, meeting, look=form, unknown=UnknownForm(initial=first, asks=asks))


def done(request: HttpRequest, made: WalkIn) -> HttpResponse:
    words = {"name": made.enrolment.person.name, "seat": made.enrolment.seat_no}
    messages.success(request, _("%(name)s has seat %(seat)s and is on record as present.") % words)
    return redirect("manage-attendance", made.meeting_id)


@require(Permission.CHECK_IN)
@require_POST
def manage_door_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the person who was found a seat, and record that she is there."""
    meeting = meeting_or_404(request, pk)
    form, people = SaidForm(request.POST, prefix=request.POST.get("prefix") or None), []
    try:
        if not form.is_valid():
            raise Refusal(_("The form was incomplete. Please press the button again."))
        person = found.opened(form.cleaned_data["found"], purpose(meeting), request.user)
        people = [person]
        key = form.cleaned_data["idempotency_key"]
        made = walkins.add(meeting, person, said=form.said(), by=request.user, at=timezone.now(), key=key)
    except Refusal as refusal:
        return page(request, meeting, 409, refusal=str(refusal), people=people)
    return done(request, made)


@require(Permission.CHECK_IN)
@require_POST
def manage_door_unknown(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody whom nobody finds a seat for now, with her name and telephone."""
    meeting = meeting_or_404(request, pk)
    form = UnknownForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            key, said = form.cleaned_data["idempotency_key"], form.said()
            at = timezone.now()
            made = walkins.take_down(meeting, form.words(), said=said, by=request.user, at=at, key=key)
            return done(request, made)
    return page(request, meeting, 409, unknown=form)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_door_people(request: HttpRequest) -> HttpResponse:
    """Everybody who was let in at the door of a meeting."""
    return WalkInListing(request, reads.of_branch(request.access)).respond("training/manage_door_people.html")


def of_branch(request: HttpRequest, pk: int) -> WalkIn:
    return get_object_or_404(reads.of_branch(request.access), pk=pk)


def whose(walk_in: WalkIn) -> str:
    return f"door-match:{walk_in.pk}"


def person_page(request: HttpRequest, walk_in: WalkIn, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "walk_in": walk_in, "round": walk_in.enrolment.round, "waived": list(walk_in.waived.all()),
        "unknown": walk_in.enrolment.of_somebody_unknown, "look": LookForm(initial={"who": walk_in.phone}),
        "people": [candidate(request, walk_in, person) for person in more.pop("people", [])], "nobody": False,
        "refusal": "",
    }  # fmt: skip
    return render(request, "training/manage_door_person.html", context | more, status=status)


def candidate(request: HttpRequest, walk_in: WalkIn, person: User) -> dict[str, Any]:
    """One account that the place may belong to, with what the rules say."""
    against = eligibility.in_the_way(walk_in.enrolment.round, person, walk_in.added_at)
    carried = found.carried(person, whose(walk_in), request.user)
    form = MatchForm(initial={"found": carried}, asks=bool(against), auto_id=f"id_p{person.pk}_%s")
    return found.shown(person) | {"against": against, "form": form}


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_door_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them, and the search for her account."""
    made = of_branch(request, pk)
    form = LookForm(request.POST or None, initial={"who": made.phone})
    if request.method != "POST" or not form.is_valid():
        return person_page(request, made, look=form)
    try:
        _asked, people = found.look(form.cleaned_data["who"], made, by=request.user)
    except Refusal as refusal:
        form.add_error("who", str(refusal))
        return person_page(request, made, look=form)
    return person_page(request, made, look=form, people=people, nobody=not people)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_door_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose place it was."""
    made, form, people = of_branch(request, pk), MatchForm(request.POST), []
    try:
        if not form.is_valid():
            raise Refusal(_("The form was incomplete. Please press the button again."))
        people = [found.opened(form.cleaned_data["found"], whose(made), request.user)]
        reason = form.cleaned_data["reason"]
        walkins.match(made, people[0], reason=reason, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return person_page(request, of_branch(request, pk), 409, people=people, refusal=str(refusal))
    messages.success(request, _("The place is now on her account, and she is told."))
    return redirect("manage-door-person", pk=pk)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_door_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Let completions be decided without her."""
    made = of_branch(request, pk)
    with refusal_shown(request):
        walkins.set_aside(made, by=request.user, at=timezone.now())
        messages.success(request, _("She is set aside: completions can be decided without her."))
    return redirect("manage-door-person", pk=pk)
