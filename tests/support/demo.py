"""The portal as it is in demo mode."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import get_commands
from django.test import override_settings

from hcec.settings_test import INSTALLED_APPS


@contextmanager
def in_demo_mode() -> Iterator[None]:
    """Install the app and its addresses, as HCEC_DEMO=1 does."""
    installed = [*INSTALLED_APPS, "hcec.demo"]
    # The app looks at the switch while it is being installed, so the switch comes first.
    with (
        override_settings(DEMO=True),
        override_settings(INSTALLED_APPS=installed, ROOT_URLCONF="tests.demo.urls"),
    ):
        get_commands.cache_clear()
        yield
    get_commands.cache_clear()
