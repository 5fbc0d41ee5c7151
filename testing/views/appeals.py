"""Appeals: the person appeals and withdraws; another scorer marks again (guideline 5.2.1)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core import rowguard
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from testing import numbers
from testing.actions import appeals
from testing.actions.appeals import marked_before
from testing.forms.appeals import AppealForm, RemarkForm
from testing.lifecycles import AppealStatus
from testing.listings.appeals import AppealListing
from testing.marks import MarkScheme
from testing.models import Appeal, Booking
from testing.queries import people
from testing.queries.appeals import of_result, to_remark


@require_http_methods(["GET", "HEAD", "POST"])
@rowguard.own
def make(request: HttpRequest, code: str) -> HttpResponse:
    """Appeal one's own released result."""
    rows = people.bookings_of(request.user)
    booking = get_object_or_404(rows, code=numbers.clean(code))
    result = people.released_result(booking)
    if result is None:
        raise Http404
    result.booking = booking
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            appeals.make(result, words=form.cleaned_data["words"], by=request.user, at=timezone.now())
            messages.success(request, _("Your appeal has been received. You are told of the outcome."))
            return redirect("booking", code=booking.code)
    context = {"booking": booking, "session": booking.session, "result": result, "form": form}
    return render(request, "testing/appeal_new.html", context | of_result(result, timezone.now()))


@require_POST
@rowguard.own
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take one's appeal back."""
    booking: Booking = get_object_or_404(people.bookings_of(request.user), code=numbers.clean(code))
    rows = Appeal.objects.filter(result__booking=booking, status=AppealStatus.SUBMITTED)
    with refusal_shown(request):
        appeals.withdraw(get_object_or_404(rows), by=request.user, at=timezone.now())
        messages.success(request, _("Your appeal is withdrawn."))
    return redirect("booking", code=booking.code)


@require(Permission.RESULT_ENTER)
@require_safe
def appeal_list(request: HttpRequest) -> HttpResponse:
    """Appeals that wait for a second scorer, and those that were decided."""
    return AppealListing(request, to_remark(request.access)).respond("testing/appeals.html")


@require(Permission.RESULT_ENTER)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """The person's words and a blank form: the second scorer marks without seeing the first marks."""
    found = get_object_or_404(to_remark(request.access), pk=pk)
    session = found.result.booking.session
    form = RemarkForm(request.POST or None, scheme=MarkScheme.of(session.exam))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            appeals.remark(found, marks=form.marks, **form.words, by=request.user, at=timezone.now())
            messages.success(request, _("Your marks are on record; whom it concerns is told."))
            return redirect("manage-appeals")
    mine = marked_before(found.result, request.user) or found.result.booking.person_id == request.user.pk
    context = {"appeal": found, "session": session, "form": form, "mine": mine}
    return render(request, "testing/appeal.html", context)
