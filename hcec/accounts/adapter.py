"""Where allauth asks the portal: how mail leaves, and where a person goes after signing in."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse

from hcec.accounts.actions import letters


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account adapter with the portal's own rules."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render in the reader's language now; the outbox sends it."""
        message = self.render_mail(
            template_prefix, email, {"request": self.request, "email": email, **context}
        )
        letters.post(to=email, subject=message.subject, body=str(message.body))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A person without a name yet tells hers first; everyone else goes to her work."""
        if not request.user.has_name:  # type: ignore[union-attr]
            return reverse("profile")
        return super().get_login_redirect_url(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Delicate pages ask once more, but not of a person who signed in within the last five minutes."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        return time.time() - newest >= app_settings.REAUTHENTICATION_TIMEOUT
