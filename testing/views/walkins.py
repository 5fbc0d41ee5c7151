"""Walk-ins at the check-in desk, made for a phone: look for a person, give her a free seat, or take her down (F7)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hcec.accounts import found
from hcec.accounts.found_forms import LookForm
from hcec.accounts.models import User
from hcec.core.access import Permission, require
from hcec.core.refusals import Refusal
from testing.actions import walkins
from testing.actions.walkins import Said
from testing.forms.walkins import SaidForm, UnknownForm
from testing.models import Seat, Session, WalkIn
from testing.queries import walkins as reads
from testing.queries.payments import to_take
from testing.views.desk import let_in, served

MOST_OF_LINE = 20


def purpose(session: Session) -> str:
    return f"walk-in:{session.pk}"


def may_take(request: HttpRequest, session: Session) -> bool:
    """Whether whoever stands at the desk takes fees of this center."""
    return bool(Session.objects.within(request.access, Permission.FEE_CONFIRM).filter(pk=session.pk).exists())


def heard(request: HttpRequest, session: Session, form: SaidForm) -> Said:
    """What the desk said with it; that a fee was taken counts only from somebody who may take it."""
    said = form.said()
    return said if not said.paid or may_take(request, session) else replace(said, paid=False)


def asks(
    session: Session, judged: reads.Judgement | None, *, of_line: bool, line: bool, fee: Decimal | None
) -> tuple[str, ...]:
    """What the desk has to say before this seat is given."""
    seat = judged.seat if judged else reads.seat_for(session, None, timezone.now())
    wanted = {
        "called": line and not of_line,
        "paid": bool(fee),
        "standby": bool(seat) and seat.kind == Seat.Kind.STANDBY,
        "needs_access": Seat.objects.filter(session=session, kind=Seat.Kind.ACCESSIBLE).exists(),
        "reason": bool(judged and judged.against),
    }
    return tuple(name for name, is_wanted in wanted.items() if is_wanted)


def one(request: HttpRequest, session: Session, person: User, line: list[Any]) -> dict[str, Any]:
    """One person who was found: what the desk may do, and the form that does it."""
    judged = reads.judged(session, person, timezone.now())
    of_line = any(waited.person_id == person.pk for waited in line)
    fee = to_take(session, person)
    first = {"found": found.carried(person, purpose(session), request.user), "idempotency_key": uuid4()}
    wanted = asks(session, judged, of_line=of_line, line=bool(line), fee=fee)
    form = SaidForm(initial=first, prefix=f"p{person.pk}", asks=wanted, fee=fee)
    may = bool(judged.seat) and judged.waivable
    return found.shown(person) | {"judged": judged, "form": form, "may": may}


def page(request: HttpRequest, session: Session, status: int = 200, **more: Any) -> HttpResponse:
    """The page in whatever state it is; the line stands on it, since it comes first."""
    now = timezone.now()
    line = list(reads.line(session)[:MOST_OF_LINE])
    people = [one(request, session, person, line) for person in more.pop("people", [])]
    context: dict[str, Any] = {
        "session": session,
        "look": LookForm(),
        "line": [
            (waited, found.carried(waited.person, purpose(session), request.user), uuid4()) for waited in line
        ],
        "booking_open": session.window(now) != "over",
        "free": reads.seat_for(session, None, now) is not None,
        "people": people,
        "refusal": "",
        "unknown": None,
        "no_seat": reads.no_seat(session, now)
        if people and any(p["judged"].seat is None for p in people)
        else "",
    }
    return render(request, "testing/walk_in.html", context | more, status=status)


def unknown_form(session: Session, phone: str = "", email: str = "") -> UnknownForm:
    line, fee = reads.line(session).exists(), to_take(session, None)
    first = {"idempotency_key": uuid4(), "phone": phone, "email": email, "kind": User.Kind.PUBLIC}
    wanted = asks(session, None, of_line=False, line=line, fee=fee)
    return UnknownForm(initial=first, asks=wanted)


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for whoever came by her number or address; what was typed is in no address and in no log."""
    session = served(request, pk)
    form = LookForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, session, look=form)
    try:
        asked, people = found.look(form.cleaned_data["who"], session, by=request.user)
    except Refusal as refusal:
        form.add_error("who", str(refusal))
        return page(request, session, look=form)
    if people:
        return page(request, session, look=form, people=people)
    typed = {asked.kind: asked.typed} if asked.kind in ("phone", "email") else {}
    return page(request, session, look=form, unknown=unknown_form(session, **typed))


def done(request: HttpRequest, made: WalkIn) -> HttpResponse:
    messages.success(request, let_in(made.booking))
    return redirect("manage-check-in", pk=made.booking.session_id)


@require(Permission.CHECK_IN)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the person who was found a seat, and check her in."""
    session = served(request, pk)
    prefix = request.POST.get("prefix", "")
    form = SaidForm(request.POST, prefix=prefix or None)
    try:
        if not form.is_valid():
            raise Refusal(_("The form was incomplete. Please press the button again."))
        person = found.opened(form.cleaned_data["found"], purpose(session), request.user)
    except Refusal as refusal:
        return page(request, session, 409, refusal=str(refusal))
    try:
        key = form.cleaned_data["idempotency_key"]
        said = heard(request, session, form)
        made = walkins.add(session, person, said=said, by=request.user, at=timezone.now(), key=key)
    except Refusal as refusal:
        return page(request, session, 409, refusal=str(refusal), people=[person])
    return done(request, made)


@require(Permission.CHECK_IN)
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody whom nobody finds a seat for now, with her name and telephone."""
    session = served(request, pk)
    form = UnknownForm(request.POST)
    if form.is_valid():
        try:
            key = form.cleaned_data["idempotency_key"]
            made = walkins.take_down(
                session,
                form.words(),
                said=heard(request, session, form),
                by=request.user,
                at=timezone.now(),
                key=key,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return done(request, made)
    return page(request, session, 409, unknown=form)
