"""Pages of the kernel: change of language, and the gallery of components (debug and demo only)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from hcec.core import gallery


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember Thai or English in a cookie and come back to the page."""
    return django_set_language(request)


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in all its states; `?state=busy|empty` shows the list with other rows."""
    return gallery.listing(request).respond("core/styleguide.html", gallery.context(request))


@login_not_required
@require_safe
def styleguide_progress(request: HttpRequest) -> HttpResponse:
    """A job that grows with the clock, to look at a bar that moves."""
    done = min(timezone.now().second * 5, 240)
    return render(request, "core/_progress_sample.html", {"done": done, "finished": done == 240})
