"""The demo: invented people and activity, and a sign-in by one click. Never part of a real portal."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class DemoConfig(AppConfig):
    name = "hcec.demo"
    verbose_name = "Demo"

    def ready(self) -> None:
        """Refuse to be part of a portal that is not a demo: one click here signs anyone in as anybody."""
        if not settings.DEMO:
            raise ImproperlyConfigured("hcec.demo may only be installed with HCEC_DEMO=1")
