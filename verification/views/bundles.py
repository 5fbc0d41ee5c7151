"""Many papers as one ZIP: order it, see how far it is, fetch it."""

import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from verification.actions import bundles as actions
from verification.forms.bundles import BundleForm
from verification.models import Bundle
from verification.queries.certificates import issued
from verification.views.listings import my_centers

ISSUE = Permission.CERTIFICATE_ISSUE


@require(ISSUE)
@require_http_methods(["GET", "HEAD", "POST"])
def bundles(request: HttpRequest) -> HttpResponse:
    """Order papers by session, round, center or days; below, one's own orders that are still there."""
    initial = {"idempotency_key": uuid.uuid4().hex}
    form = BundleForm(
        request.POST or None, initial=initial, rows=issued(request.access), centers=my_centers(request)
    )
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            key = f"{request.user.pk}:{form.cleaned_data['idempotency_key'].hex}"
            made = actions.order(
                form.found(), by=request.user, at=database_now(), key=key, title=form.title()
            )
            return redirect("certificate-bundle", pk=made.pk)
    own = Bundle.objects.filter(by=request.user, expires_at__gt=database_now()).order_by("-asked_at", "-pk")
    return render(request, "verification/bundles.html", {"form": form, "bundles": own[:20]})


def own_or_404(request: HttpRequest, pk: int) -> Bundle:
    return get_object_or_404(Bundle, pk=pk, by=request.user)


@require(ISSUE)
@require_safe
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: how far it is, or its file."""
    found = own_or_404(request, pk)
    context = {"bundle": found, "done": actions.done(found), "there": found.is_there(database_now())}
    if request.headers.get("HX-Request"):
        fragment = render(request, "verification/_bundle.html", context)
        if found.made_at:
            fragment["HX-Refresh"] = "true"
        return fragment
    return render(request, "verification/bundle.html", context)


@require(ISSUE)
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The ZIP, for whoever ordered it and until its day."""
    found = own_or_404(request, pk)
    if not found.is_there(database_now()) or not found.path.exists():
        raise Http404
    answer = FileResponse(found.path.open("rb"), as_attachment=True, filename=f"certificates-{found.pk}.zip")
    answer["Cache-Control"] = "no-store, private"
    return answer
