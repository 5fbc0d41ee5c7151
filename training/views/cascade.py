"""The reach of the cascade: from a master trainer to the people trained, step by step."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hcec.core.access import Permission, require
from training.queries import cascade


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_cascade(request: HttpRequest) -> HttpResponse:
    """Every master trainer's branch over the rounds of one's centers; `?master=` (a person) one branch with names."""
    at, wanted = timezone.now(), request.GET.get("master", "")
    master = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    if wanted and master is None:
        raise Http404
    trees = cascade.trees(request.access, at, master=master)
    if master is not None and not trees:
        raise Http404
    context = {"trees": trees, "at": at, "one": master is not None, "deepest": cascade.DEEPEST}
    return render(request, "training/manage_cascade.html", context)
