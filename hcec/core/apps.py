"""The kernel app: finds each app's outbox handlers, invariants and navigation when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "hcec.core"
    verbose_name = "Core"

    def ready(self) -> None:
        from hcec.core import checks  # noqa: F401  registers the system checks

        autodiscover_modules("lifecycles", "tasks", "integrity")
