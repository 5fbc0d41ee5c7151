"""Calendars to subscribe to: a person's own at a secret address that she can close, and each center's for anyone."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import Center
from hcec.accounts.actions import feeds
from hcec.accounts.models import CalendarFeed
from hcec.core import ical
from hcec.reports.queries import calendars


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The address of one's own calendar, where one has opened it."""
    feed = CalendarFeed.objects.filter(person=request.user).first()
    path = reverse("calendar-person", args=[feeds.token_of(feed)]) if feed else ""
    return render(
        request,
        "reports/my_calendar.html",
        {"feed": feed, "address": settings.PUBLIC_URL + path if path else ""},
    )


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Open one's calendar at a new address."""
    feeds.make(request.user, at=timezone.now())
    messages.success(request, _("Your calendar has a new address. An earlier one no longer works."))
    return redirect("my-calendar")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the address of one's calendar."""
    feeds.close(request.user, at=timezone.now())
    messages.success(request, _("The address is closed."))
    return redirect("my-calendar")


@login_not_required
@require_safe
def person(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar for whoever holds its secret address."""
    found, at = feeds.person_of(token), timezone.now()
    if found is None:
        raise Http404
    return ical.answer(_("My HCEC appointments"), calendars.of_person(found, at), at=at, private=True)


@login_not_required
@require_safe
def center(request: HttpRequest, code: str) -> HttpResponse:
    """What a center has announced, for anyone."""
    found, at = get_object_or_404(Center.objects.select_related("province"), code=code), timezone.now()
    return ical.answer(found.public_name, calendars.of_center(found, at), at=at, private=False)
