"""`manage.py load_reference`: every app's reference rows, all or nothing, as often as you like."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

# Lower apps first: committees stand at places, tests and courses point at skill areas.
APPS = ("centers", "committees", "testing", "training")


class Command(BaseCommand):
    """Load provinces, areas, centers, committees, exams, scales and courses from the data files of the apps."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            for app in APPS:
                for noun, count in load(app).items():
                    self.stdout.write(f"{app}.{noun}: {count}")


def load(app: str) -> dict[str, int]:
    """Call the app's own loader, where it has one; says how many rows of each kind stand there."""
    if find_spec(f"{app}.actions") is None or find_spec(f"{app}.actions.reference") is None:
        return {}
    return import_module(f"{app}.actions.reference").load() or {}
