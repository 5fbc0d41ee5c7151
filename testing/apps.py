"""The testing app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TestingConfig(AppConfig):
    name = "testing"
    verbose_name = _("Testing")

    def ready(self) -> None:
        """Register the duties that this app proves."""
        import testing.proofs  # noqa: F401
