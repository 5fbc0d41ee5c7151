"""The reports app: the only one that may look at everything."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "hcec.reports"

    def ready(self) -> None:
        """Register the duties that this app proves."""
        import hcec.reports.proofs  # noqa: F401
