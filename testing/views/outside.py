"""One's own results of every kind with what they count for, and outside results recorded with a proof (5.2.3)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.queries.near import home_province
from hcec.core import rowguard
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown
from testing.actions import outside
from testing.forms.outside import OutsideForm
from testing.lifecycles import OutsideStatus
from testing.models import OutsideResult, OutsideTest
from testing.queries import outside as reads


@rowguard.own
@require_safe
def my_results(request: HttpRequest) -> HttpResponse:
    """Every result of mine, ours and others', with what it counts for today; below, what still has to be checked."""
    others = [sent for sent in reads.own(request.user)[:50] if sent.status != OutsideStatus.ACCEPTED]
    context = {"results": reads.all_of(request.user, timezone.localdate()), "others": others}
    return render(request, "testing/my_results.html", context)


@rowguard.own
@require_safe
def tests(request: HttpRequest) -> HttpResponse:
    """The tests of which results are taken."""
    rows = (
        OutsideTest.objects.filter(active=True)
        .select_related("skill")
        .order_by("skill__sort_order", "name_th", "pk")
    )
    return render(request, "testing/outside_tests.html", {"tests": list(rows)})


def form_for(request: HttpRequest, test: OutsideTest, **about: Any) -> OutsideForm:
    return OutsideForm(
        request.POST or None, request.FILES or None, test=test, home=home_province(request.user), **about
    )


@rowguard.own
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Record a result of one of them."""
    test = get_object_or_404(OutsideTest.objects.select_related("scale"), code=code, active=True)
    form = form_for(request, test)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            outside.send(test, form.document(), by=request.user, at=timezone.now())
            messages.success(request, _("Sent. You are told as soon as it is checked."))
            return redirect("my-results")
    return render(request, "testing/outside_new.html", {"test": test, "form": form, "sent": None})


def own(request: HttpRequest, pk: int) -> OutsideResult:
    return get_object_or_404(reads.own(request.user), pk=pk)


@rowguard.own
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """What I recorded; one that was returned can be mended and sent again."""
    sent = own(request, pk)
    kept = {"taken_on": sent.taken_on, "score": sent.score, "level": sent.level, "number": sent.number}
    form = form_for(
        request, sent.test, initial=kept | {"valid_until": sent.valid_until, "center": sent.center}
    )
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            outside.send_again(sent, form.document(), by=request.user, at=timezone.now())
            messages.success(request, _("Sent. You are told as soon as it is checked."))
            return redirect("my-results")
    context = {
        "test": sent.test,
        "sent": sent,
        "form": form if sent.status == OutsideStatus.RETURNED else None,
    }
    return render(request, "testing/outside_new.html", context | {"can_take_back": outside.is_open(sent)})


@rowguard.own
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what nobody has accepted."""
    sent = own(request, pk)
    with refusal_shown(request):
        outside.take_back(sent, by=request.user, at=timezone.now())
        messages.success(request, _("Taken back."))
    return redirect("my-results")


@rowguard.own
@require_safe
def my_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The proof that I sent."""
    return private_file(own(request, pk).proof)
