"""The verification app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    name = "verification"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        """Register the duties that this app proves; refuse to start with a key that cannot be used."""
        import verification.proofs  # noqa: F401
        from hcec.core.health import NOTES
        from verification.queries.keys import note
        from verification.signing import keys

        keys.check()
        NOTES["signing_key"] = note
