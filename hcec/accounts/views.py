"""The inbox of a person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hcec.accounts.actions import notices
from hcec.accounts.queries.notices import inbox as inbox_of
from hcec.accounts.queries.notices import unread_count


def inbox(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first."""
    page = Paginator(inbox_of(request.user), 30).get_page(request.GET.get("page"))
    return render(
        request, "accounts/inbox.html", {"messages_page": page, "unread": unread_count(request.user)}
    )


def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """One message; opening it is reading it."""
    found = get_object_or_404(inbox_of(request.user), pk=pk)
    notices.read(found, at=timezone.now())
    own = url_has_allowed_host_and_scheme(found.path, allowed_hosts=None)
    return render(request, "accounts/notice.html", {"notice": found, "path": found.path if own else ""})


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of one's messages as read."""
    count = notices.read_all(request.user, at=timezone.now())
    messages.success(
        request, ngettext("%d message marked as read.", "%d messages marked as read.", count) % count
    )
    return redirect("inbox")
