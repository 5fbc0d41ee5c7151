"""Passing one's seat on: naming a colleague of the same school, and the colleague's answer (F6)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.accounts import found
from hcec.core.refusals import refusal_shown
from testing.actions import substitutes
from testing.forms.substitutes import ColleagueForm
from testing.lifecycles import SubstitutionStatus
from testing.models import Substitution
from testing.queries import substitutes as reads
from testing.views.mine import own


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Name a colleague; she answers, and until then the seat stays one's own."""
    booking, now = own(request, code), timezone.now()
    form = ColleagueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            found.refuse_leafing(request.user)
            colleague = reads.colleague(request.user, form.cleaned_data["who"])
            substitutes.ask(booking, colleague, by=request.user, at=now)
            messages.success(
                request, _("%(name)s is asked. You are told what she answers.") % {"name": colleague.name}
            )
            return redirect("substitute-new", code=booking.code)
    context = {
        "booking": booking,
        "session": booking.session,
        "school": reads.school_of(request.user),
        "refusal": substitutes.why_not(booking, at=now),
        "asked": list(reads.of_booking(booking)),
        "form": form,
    }
    return render(request, "testing/substitute.html", context)


@require_POST
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a question back."""
    booking = own(request, code)
    with refusal_shown(request):
        question = get_object_or_404(Substitution, pk=pk, booking=booking)
        substitutes.withdraw(question, by=request.user, at=timezone.now())
        messages.success(request, _("The question is taken back. The seat stays yours."))
    return redirect("substitute-new", code=booking.code)


def asked_of(request: HttpRequest, pk: int) -> Substitution:
    """What this person was asked; anybody else's question does not exist for her."""
    return get_object_or_404(reads.asked_of(request.user), pk=pk)


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """The seat that one is asked to take over, and the two answers."""
    asked = asked_of(request, pk)
    is_open = asked.status == SubstitutionStatus.ASKED
    context = {
        "asked": asked,
        "session": asked.booking.session,
        "open": is_open,
        "refusal": substitutes.why_not(asked.booking, at=timezone.now()) if is_open else "",
    }
    return render(request, "testing/substitution.html", context)


@require_POST
def answer(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """Yes or no."""
    asked, now = asked_of(request, pk), timezone.now()
    if answer not in ("yes", "no"):
        raise Http404
    with refusal_shown(request):
        if answer == "no":
            substitutes.decline(asked, by=request.user, at=now)
            messages.success(request, _("You said no. %(name)s is told.") % {"name": asked.person.name})
            return redirect("my-bookings")
        booking = substitutes.accept(asked, by=request.user, at=now)
        messages.success(request, _("The seat is yours."))
        return redirect("booking", code=booking.code)
    return redirect("substitution", pk=pk)
