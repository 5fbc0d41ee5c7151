"""Links by which a holder shows a certificate: hers to make and to withdraw, anyone's to open while it lasts."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core import rowguard
from hcec.core.refusals import refusal_shown
from verification.actions import shares
from verification.facts import facts_of
from verification.forms.shares import ShareForm
from verification.models import Part, Share
from verification.queries import my_certificates
from verification.views.public import shut

FIRST_CHOICE = [Part.TIME, Part.VALIDITY, Part.SIGNATORY]
USUAL = timedelta(days=30)


@require_http_methods(["GET", "HEAD", "POST"])
@rowguard.own
def make(request: HttpRequest, number: str) -> HttpResponse:
    """Choose what a link shows; on the press the link itself, shown this once."""
    found = get_object_or_404(my_certificates(request.user).filter(revocation__isnull=True), number=number)
    usual = {"parts": FIRST_CHOICE, "last_day": timezone.localdate() + USUAL}
    form = ShareForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            share, token = shares.make(found, by=request.user, at=timezone.now(), **form.cleaned_data)
            link = settings.PUBLIC_URL + reverse("shared-certificate", args=[token])
            context = {"certificate": found, "words": found.words, "share": share, "link": link}
            return render(request, "verification/share_made.html", context)
    return render(
        request, "verification/share_new.html", {"certificate": found, "words": found.words, "form": form}
    )


@require_POST
@rowguard.own
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """End one of her links now."""
    mine = Share.objects.filter(certificate__holder=request.user, certificate__number=number)
    shares.withdraw(
        get_object_or_404(mine.select_related("certificate"), pk=pk), by=request.user, at=timezone.now()
    )
    messages.success(request, _("The link is withdrawn: it opens nothing any more."))
    return redirect("my-certificate", number=number)


@login_not_required
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """What the holder chose to show. A link that ended says so and nothing else, as one that never was."""
    share = shares.look(token, at=timezone.now())
    if share is None:
        return shut(render(request, "verification/shared_over.html", status=404))
    certificate = share.certificate
    context = {"certificate": certificate, "words": certificate.words, "share": share}
    if not certificate.is_revoked:
        context["facts"] = facts_of(certificate.words, certificate.number, share.parts)
    return shut(render(request, "verification/shared.html", context))
