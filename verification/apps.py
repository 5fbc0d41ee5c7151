"""The verification app."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "verification"

    def ready(self) -> None:
        """Register the duties that this app proves."""
        import verification.proofs  # noqa: F401
