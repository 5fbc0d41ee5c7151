"""Find somebody to stand in at a meeting, nearest first, and put her in with one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hcec.accounts.models import User
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import standins
from training.actions.meetings import CHANGEABLE
from training.models import Meeting, Trainer
from training.queries import standins as reads
from training.views.meetings import meeting_or_404


def instead_of(meeting: Meeting, asked: str) -> User | None:
    """Whom the substitute replaces: the one asked for, else the first who teaches; None where nobody does yet."""
    people = [row.person for row in meeting.teachings.select_related("person").order_by("pk")]
    return next((person for person in people if str(person.pk) == asked), people[0] if people else None)


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_stand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Free and qualified trainers for a meeting; `for` names which of several trainers is replaced."""
    meeting, at = meeting_or_404(request, pk), timezone.now()
    if request.method == "POST":
        wanted = request.POST.get("trainer", "")
        trainer = get_object_or_404(
            Trainer.objects.select_related("person"), pk=wanted if wanted.isdecimal() else 0
        )
        asked = request.POST.get("instead", "")
        instead = User.objects.filter(pk=asked).first() if asked.isdecimal() else None
        with refusal_shown(request):
            standins.put_in(meeting, trainer, instead=instead, by=request.user, at=at)
            messages.success(
                request,
                _("%(trainer)s teaches this meeting; everybody concerned is told.")
                % {"trainer": trainer.person.name},
            )
            return redirect("manage-round", meeting.round_id)
    instead = instead_of(meeting, request.GET.get("for", ""))
    ahead = meeting.round.status in CHANGEABLE and meeting.starts_at > at
    context = {
        "round": meeting.round,
        "meeting": meeting,
        "instead": instead,
        "others": [row.person for row in meeting.teachings.select_related("person") if row.person != instead],
        "ahead": ahead,
        "found": reads.nearest(meeting) if ahead else [],
    }
    return render(request, "training/manage_stand_in.html", context)
