"""`manage.py lifecycles_page`: write docs/lifecycles.md from the tables of moves."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hcec.reports.lifecycles_page import page

PATH = settings.BASE_DIR / "docs" / "lifecycles.md"


class Command(BaseCommand):
    help = "Writes docs/lifecycles.md from every lifecycle's table of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        PATH.write_text(page(), encoding="utf-8")
        self.stdout.write(str(PATH))
