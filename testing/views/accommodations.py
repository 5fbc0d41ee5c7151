"""Accommodations: a person asks on her own page, one officer decides on another."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core import rowguard
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import Refusal, refusal_shown
from testing.actions import accommodations as actions
from testing.forms.accommodations import AskForm, GrantForm, RefuseForm
from testing.listings.accommodations import AccommodationListing
from testing.models import Accommodation, Need
from testing.queries import accommodations as reads


@rowguard.own
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """My accommodations, and the form to ask for one."""
    form = AskForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.ask(
                request.user, center=asked["center"], wishes=actions.wishes_of(asked), need=asked["need"],
                evidence=asked["evidence"], at=timezone.now(),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your request is sent. You are told as soon as it is decided."))
            return redirect("my-accommodations")
    return render(request, "testing/my_accommodations.html", {"form": form, "own": reads.own(request.user)})


@rowguard.own
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back that is not decided."""
    asked = get_object_or_404(Accommodation, pk=pk, person=request.user)
    with refusal_shown(request):
        actions.withdraw(asked, by=request.user, at=timezone.now())
        messages.success(request, _("Your request is taken back."))
    return redirect("my-accommodations")


@rowguard.own
@require_safe
def my_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence that I sent."""
    return private_file(
        get_object_or_404(Need, accommodation=pk, accommodation__person=request.user).evidence
    )


@require(Permission.ACCOMMODATION_DECIDE)
@require_safe
def to_decide(request: HttpRequest) -> HttpResponse:
    """The requests to the centers over which I decide."""
    return AccommodationListing(request, reads.to_decide(request.access)).respond(
        "testing/accommodations.html"
    )


def asked_here(request: HttpRequest, pk: int) -> Accommodation:
    return get_object_or_404(reads.to_decide(request.access), pk=pk)


@require(Permission.ACCOMMODATION_DECIDE)
@require_safe
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; why it is asked for is shown to who took it up, and until the decision only."""
    asked = asked_here(request, pk)
    measures = list(asked.measures.order_by("pk"))
    initial = {
        "measures": [m.kind for m in measures],
        "percent": next((m.percent for m in measures if m.percent), None),
        "words": next((m.words for m in measures if m.words), ""),
    }
    need = reads.need_for(asked, request.user)
    context = {"asked": asked, "measures": measures, "need": need}
    forms = {"grant": GrantForm(initial=initial), "refuse": RefuseForm(prefix="no")} if need else {}
    return render(request, "testing/accommodation.html", context | forms)


@require(Permission.ACCOMMODATION_DECIDE)
@require_POST
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Take up, hand back, grant, refuse."""
    asked, now = asked_here(request, pk), timezone.now()
    with refusal_shown(request):
        if move == "take":
            actions.take_up(asked, by=request.user, at=now)
        elif move == "leave":
            actions.hand_back(asked, by=request.user, at=now)
        elif move in ("grant", "refuse"):
            form = GrantForm(request.POST) if move == "grant" else RefuseForm(request.POST, prefix="no")
            if not form.is_valid():
                raise Refusal(" ".join(str(error) for errors in form.errors.values() for error in errors))
            decided(asked, form, request)
            messages.success(request, _("Decided. The person is told."))
        else:
            raise Http404
    return redirect("manage-accommodation", pk=pk)


def decided(asked: Accommodation, form: GrantForm | RefuseForm, request: HttpRequest) -> None:
    said, now = form.cleaned_data, timezone.now()
    if isinstance(form, RefuseForm):
        actions.refuse(asked, answer=said["answer"], by=request.user, at=now)
        return
    wishes = actions.wishes_of(said)
    actions.grant(asked, wishes=wishes, until=said["until"], answer=said["answer"], by=request.user, at=now)


@require(Permission.ACCOMMODATION_DECIDE)
@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence, for who took the request up and until the decision."""
    need = reads.need_for(asked_here(request, pk), request.user)
    if need is None:
        raise Http404
    return private_file(need.evidence)
