"""The portal as it is in demo mode, with its real places loaded."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command

from tests.support.demo import in_demo_mode


@pytest.fixture
def demo_mode() -> Iterator[None]:
    with in_demo_mode():
        yield


@pytest.fixture
def places(db) -> None:
    """The 185 centers, their committees, exams and courses."""
    call_command("load_reference", verbosity=0)
