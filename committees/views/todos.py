"""One list of a person's tasks across all committees."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from committees.actions import todos as actions
from committees.forms.sittings import OutcomeForm
from committees.lifecycles import ACTION, ActionStatus
from committees.models import ActionItem
from committees.queries import sittings as reads
from hcec.core.refusals import refusal_shown


def todos(request: HttpRequest) -> HttpResponse:
    """The person's own tasks: open ones first, the overdue marked."""
    rows = reads.actions_of(request.user)
    today = timezone.localdate()
    context = {
        "open": [(action, action.due_on < today) for action in rows.filter(status=ActionStatus.OPEN)],
        "past": rows.exclude(status=ActionStatus.OPEN).order_by("-finished_at", "-pk")[:50],
    }
    return render(request, "committees/todos.html", context)


def todo(request: HttpRequest, pk: int) -> HttpResponse:
    """One task of the person's own, and how it went."""
    action = get_object_or_404(reads.actions_of(request.user), pk=pk)
    form = OutcomeForm(request.POST or None)
    return render(
        request, "committees/todo.html", {"action": action, "form": form, "moves": moves_of(action)}
    )


def moves_of(action: ActionItem) -> list[tuple[str, object]]:
    """What can be done with a task now."""
    return [(name, ACTION.moves[name].label) for name in ACTION.open_moves(action)]


@require_POST
def move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Finish, drop or reopen a task of one's own."""
    action = get_object_or_404(reads.actions_of(request.user), pk=pk)
    form = OutcomeForm(request.POST)
    if name not in ACTION.moves:
        raise Http404
    if form.is_valid():
        with refusal_shown(request, form):
            outcome = form.cleaned_data["outcome"]
            actions.move(action, name, outcome=outcome, by=request.user, at=timezone.now())
            return redirect("actions")
    return render(
        request, "committees/todo.html", {"action": action, "form": form, "moves": moves_of(action)}
    )
