"""The verification app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    name = "verification"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        """Register the duties that this app proves."""
        import verification.proofs  # noqa: F401
