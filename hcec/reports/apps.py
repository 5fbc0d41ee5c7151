"""The reports app: the only one that may look at everything."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "hcec.reports"
    verbose_name = _("Figures")

    def ready(self) -> None:
        """Register the duties that this app proves."""
        import hcec.reports.proofs  # noqa: F401
