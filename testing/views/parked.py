"""Rows of uploaded results that matched nobody: the list, and settling one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from testing.actions import parked, uploads
from testing.forms.parked import ParkedForm
from testing.lifecycles import ParkedStatus
from testing.listings.parked import ParkedListing
from testing.marks import MarkScheme
from testing.queries.parked import of_branch


@require(Permission.RESULT_ENTER)
@require_safe
def row_list(request: HttpRequest) -> HttpResponse:
    """Rows that nobody has settled, and those that were."""
    return ParkedListing(request, of_branch(request.access)).respond("testing/parked.html")


@require(Permission.RESULT_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row as it was read: match it to a person, or discard it, with a reason."""
    found = get_object_or_404(of_branch(request.access), pk=pk)
    form = ParkedForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        said, at = form.cleaned_data, timezone.now()
        with refusal_shown(request, form):
            if said["what"] == "match":
                parked.match(found, said["booking"], reason=said["reason"], by=request.user, at=at)
            else:
                parked.discard(found, reason=said["reason"], by=request.user, at=at)
            messages.success(request, _("The row is settled."))
            return redirect("manage-parked")
    heads = uploads.columns(MarkScheme.of(found.sheet.session.exam))
    context = {
        "row": found, "session": found.sheet.session, "form": form, "waits": found.status == ParkedStatus.PARKED,
        "texts": [(head.headings[0], found.texts.get(head.name, "")) for head in heads],
    }  # fmt: skip
    return render(request, "testing/parked_row.html", context)
