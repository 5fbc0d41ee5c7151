"""`manage.py demo_accounts`: the demo accounts by role, for people and (as JSON) for programs."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from hcec.demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = (
        "Prints the demo accounts: role, level, place, e-mail, password and TOTP secret where there is one."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print them as a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "role": account.position or account.kind,
                "level": account.level or "person",
                "place": account.place or None,
                "email": account.email,
                "password": PASSWORD,
                "totp_secret": account.totp_secret,
            }
            for account in ACCOUNTS
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        with translation.override("th"):
            for account in ACCOUNTS:
                self.stdout.write(
                    f"{account.email:<40}{account.label}{'  ' + account.place if account.place else ''}"
                )
        self.stdout.write(f"password of all: {PASSWORD}")
