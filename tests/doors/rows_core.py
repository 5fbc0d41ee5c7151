"""Doors of the kernel: health, language, the gallery of components."""

from typing import Any

from django.conf import settings

from hcec.core.tasks import heartbeat
from tests.doors.table import GET_CLOSED, Door, anyone


def furnish(world: Any) -> None:
    """A worker that beats, so that /readyz is ready."""
    heartbeat()


DOORS = [
    Door("healthz", anyone()),
    Door("readyz", anyone()),
    Door("set_language", GET_CLOSED, post=anyone(), data=lambda w: {"language": "en", "next": "/"}),
]
if settings.LOCAL:
    DOORS += [Door("styleguide", anyone()), Door("styleguide_progress", anyone())]
