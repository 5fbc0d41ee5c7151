"""Menu lines of accounts."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hcec.accounts.queries.notices import unread_count
from hcec.core.navigation import Entry


def unread(request: HttpRequest) -> int:
    return unread_count(request.user) if request.user.is_authenticated else 0


NAVIGATION = [Entry(_("Inbox"), "inbox", place="person", order=80, icon="bell", count=unread)]
