"""Compile the Thai catalogues without gettext on the machine."""

from typing import Any

from django.core.management.base import BaseCommand

from hcec.translations import compile_all


class Command(BaseCommand):
    help = "Compile every app's django.po into django.mo."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_all():
            self.stdout.write(f"{path}")
