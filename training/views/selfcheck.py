"""Self check-in: the changing code that staff show, and the page behind it for each signed-in person."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core import qr
from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from hcec.core.thai.digits import arabic_digits
from training.actions import selfcheck
from training.models import DoorCode, Enrolment, Meeting, SelfScan
from training.queries import selfcheck as reads
from training.views.attendance import meeting_or_404

Outcome = SelfScan.Outcome


@require(Permission.CHECK_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def door_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code of this moment in large letters; the page loads itself anew when the next one is due."""
    meeting = meeting_or_404(request, pk)
    door = DoorCode.objects.filter(meeting=meeting).select_related("meeting").first()
    if request.method == "POST":
        with refusal_shown(request):
            if "close" in request.POST and door:
                selfcheck.close(door, by=request.user, at=timezone.now())
            else:
                in_out = bool(request.POST.get("in_out"))
                selfcheck.show(meeting, in_out=in_out, by=request.user, at=timezone.now())
        return redirect("manage-door-code", pk)
    context: dict[str, Any] = {
        "meeting": meeting,
        "round": meeting.round,
        "door": door,
        "shown": None,
        "came": reads.checked_in(meeting),
        "odd": reads.odd_cases(meeting),
    }
    if door is None or door.closed_at:
        return render(request, "training/door_code.html", context)
    code = selfcheck.code_at(door, database_now())
    address = request.build_absolute_uri(reverse("attend", args=[meeting.pk, code.token]))
    context |= {"shown": code, "drawing": qr.svg(address, label=_("Code to check in"))}
    response = render(request, "training/door_code.html", context)
    response["Refresh"] = str(code.seconds_left)
    return response


def device_of(request: HttpRequest) -> str:
    """A digest of what the browser says of itself and of its session cookie's neighbour, the address; no more is kept."""
    told = f"{request.META.get('REMOTE_ADDR', '')}|{request.headers.get('User-Agent', '')}"
    return salted_hmac("hcec.device", told, algorithm="sha256").hexdigest()


def announced_or_404(pk: int) -> Meeting:
    rows = Meeting.objects.exclude(round__status="draft").select_related(
        "round__course", "round__center__province"
    )
    return get_object_or_404(rows, pk=pk)


@require_safe
def attend(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """What the QR code opens: one button, while the code is fresh. Looking writes nothing."""
    meeting, at = announced_or_404(pk), database_now()
    door = DoorCode.objects.filter(meeting=meeting, closed_at=None).first()
    fresh = door is not None and selfcheck.fits(door, token, at)
    context = {
        "meeting": meeting,
        "round": meeting.round,
        "ticket": selfcheck.ticket_for(meeting, request.user) if fresh else "",
    }
    return render(request, "training/attend.html", context)


@require_POST
def attend_here(request: HttpRequest, pk: int) -> HttpResponse:
    """Check oneself in or out, by the button behind the QR code or by the six digits."""
    meeting = announced_or_404(pk)
    scan = selfcheck.scan(
        meeting,
        request.user,
        code=arabic_digits(request.POST.get("code", "")).replace(" ", "")[:64],
        ticket=request.POST.get("ticket", "")[:200],
        device=device_of(request),
        at=database_now(),
    )
    said, good = words(scan)
    (messages.success if good else messages.warning)(request, said)
    own = Enrolment.objects.filter(round=meeting.round_id, person=request.user).order_by("-pk").first()
    return redirect("enrolment", own.pk) if own else redirect("round", meeting.round_id)


def words(scan: SelfScan) -> tuple[str, bool]:
    """What the person reads, and whether it went well."""
    said = {
        Outcome.IN: _("You are checked in."),
        Outcome.OUT: _("You are checked out. Your minutes are on record."),
        Outcome.KNOWN: _("You are on record already; nothing more is to do."),
        Outcome.EXPIRED: _("That code was too old. Scan the code that is shown now."),
        Outcome.WRONG: _("That is not the code. Type the six digits that are shown now."),
        Outcome.BLOCKED: _("Too many wrong codes. Tell the trainer, who can check you in."),
        Outcome.NO_PLACE: _("You have no place in this round. Tell the trainer, who sees this."),
        Outcome.OWN: _("You show this code yourself, so a colleague checks you in."),
        Outcome.OUTSIDE: _("The code counts from 30 minutes before the meeting to 30 minutes after it."),
    }
    return said[Outcome(scan.outcome)], scan.outcome in (Outcome.IN, Outcome.OUT, Outcome.KNOWN)
