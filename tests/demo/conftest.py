"""The portal as it is in demo mode, with its real places loaded."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command, get_commands
from django.test import override_settings

from hcec.settings_test import INSTALLED_APPS


@pytest.fixture
def demo_mode() -> Iterator[None]:
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


@pytest.fixture
def places(db) -> None:
    """The 185 centers, their committees, exams and courses."""
    call_command("load_reference", verbosity=0)
