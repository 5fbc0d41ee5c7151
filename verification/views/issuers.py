"""Who issues: the legal names of the issuer for anyone, and the form of the next one for OBEC (row J12)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from verification.actions import issuers as actions
from verification.forms.issuers import IssuerNameForm
from verification.queries import issuers as reads


@login_not_required
@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Every legal name with the day it holds from and what says so, the latest first."""
    today = timezone.localdate()
    rows = list(reads.names())
    current = next((row for row in rows if row.since <= today), None)
    may = request.access.can(Permission.REFERENCE_EDIT) if request.user.is_authenticated else False
    return render(request, "verification/issuer.html", {"names": rows, "current": current, "may_edit": may})


@require(Permission.REFERENCE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The next name."""
    form = IssuerNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.succeed(by=request.user, at=database_now(), **form.cleaned_data)
            messages.success(request, _("The name is on record. Certificates issued before keep theirs."))
            return redirect("verify-issuer")
    return render(request, "verification/issuer_new.html", {"form": form})
