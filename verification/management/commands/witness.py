"""`manage.py witness`: the witness of the public log, for who has the portal's code; it needs no database."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from verification import witness
from verification.merkle.notes import Malformed


class Command(BaseCommand):
    help = "Checks the public log and signs beside it, with a key and a memory of its own."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        witness.arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sys.exit(witness.run(argparse.Namespace(**options)))
        except Malformed as fault:
            raise CommandError(str(fault)) from None
