"""A new certificate for an old one: corrected by an officer, or asked for by its holder who has another name."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown
from verification.actions import reissues
from verification.forms import DeclineForm, ReissueForm
from verification.lifecycles import NAME_CHANGE
from verification.models import NameChange
from verification.queries.certificates import issued, name_changes
from verification.views.listings import NameChangeListing

ISSUE = Permission.CERTIFICATE_ISSUE


@require(Permission.CERTIFICATE_REVOKE)
@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: HttpRequest, number: str) -> HttpResponse:
    """Say what will happen, and on the press revoke the old one and issue the new."""
    found = get_object_or_404(issued(request.access, Permission.CERTIFICATE_REVOKE), number=number)
    form = ReissueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            new = reissues.reissue(found, by=request.user, at=database_now(), **form.cleaned_data)
            messages.success(request, _("The new certificate is issued and the holder is told."))
            return redirect("issued-certificate", number=new.number)
    context = {"certificate": found, "words": found.words, "form": form}
    return render(request, "verification/reissue.html", context)


@require(ISSUE)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Requests for certificates in a new name, of the centers one issues for."""
    return NameChangeListing(request, name_changes(request.access)).respond("verification/name_changes.html")


def change_or_404(request: HttpRequest, pk: int) -> NameChange:
    return get_object_or_404(name_changes(request.access), pk=pk)


def shown(request: HttpRequest, found: NameChange, form: DeclineForm) -> HttpResponse:
    holder: Any = found.certificate.holder
    context = {
        "change": found, "certificate": found.certificate, "words": found.certificate.words, "holder": holder, "form": form,
        "may_decide": NAME_CHANGE.allows(found, "grant") and holder.pk != request.user.pk,
    }  # fmt: skip
    return render(request, "verification/name_change.html", context)


@require(ISSUE)
@require_safe
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: the name then and now, and the document that proves it."""
    return shown(request, change_or_404(request, pk), DeclineForm())


@require(ISSUE)
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the certificate in the new name."""
    found = change_or_404(request, pk)
    with refusal_shown(request):
        new = reissues.grant(found, by=request.user, at=database_now())
        messages.success(request, _("The new certificate is issued and the holder is told."))
        return redirect("issued-certificate", number=new.number)
    return redirect("certificate-change", pk=pk)


@require(ISSUE)
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no, with a reason."""
    found, form = change_or_404(request, pk), DeclineForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            reissues.decline(found, by=request.user, at=database_now(), **form.cleaned_data)
            messages.success(request, _("The request is declined and the holder is told."))
            return redirect("certificate-changes")
    return shown(request, found, form)


@require(ISSUE)
@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    """The document that proves the change."""
    return private_file(change_or_404(request, pk).document)
