"""Doors of the kernel: health, language, the gallery of components."""

from django.conf import settings

from tests.doors.table import GET_CLOSED, Door, anyone

DOORS = [
    Door("healthz", anyone()),
    Door("readyz", anyone()),
    Door("set_language", GET_CLOSED, post=anyone(), data=lambda w: {"language": "en", "next": "/"}),
]
if settings.LOCAL:
    DOORS += [Door("styleguide", anyone()), Door("styleguide_progress", anyone())]
