"""`manage.py demo_data`: invent people and a year of activity, small (by the actions) or national (by bulk SQL)."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from centers.models import Center
from hcec.accounts.models import User
from hcec.demo import national, small
from hcec.demo.people import DOMAIN


class Command(BaseCommand):
    help = "Invents people and activity; the same seed on the same day makes the same. Does nothing where they are."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", choices=["small", "national"], default="small")
        parser.add_argument("--seed", type=int, default=2569, help="another seed, other people")
        parser.add_argument("--people", type=int, help="how many people (small 400, national 600,000)")
        parser.add_argument(
            "--bookings", type=int, default=national.BOOKINGS, help="how many bookings (national)"
        )
        parser.add_argument(
            "--schools", type=int, default=small.SCHOOLS, help="schools in each province (small)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not Center.objects.exists():
            raise CommandError("There are no centers yet: run load_reference first.")
        began, now = time.monotonic(), timezone.now()
        with translation.override("th"):
            said = self.national(options, now) if options["scale"] == "national" else self.small(options, now)
        self.stdout.write(f"{said} ({time.monotonic() - began:.1f} s)")

    def national(self, options: dict[str, Any], now: Any) -> str:
        if User.objects.filter(email__endswith=f"@{DOMAIN}").exists():
            return "The demo's people are there already; nothing was changed."
        made = national.National(
            people=options["people"] or national.PEOPLE,
            bookings=options["bookings"],
            seed=options["seed"],
            now=now,
            say=self.stdout.write,
        )
        made.build()
        return f"{made.people:,} people and {made.bookings:,} bookings"

    def small(self, options: dict[str, Any], now: Any) -> str:
        if User.objects.filter(email__endswith=f"@{DOMAIN}").exists():
            return "The demo's people are there already; nothing was changed."
        small.build(
            seed=options["seed"],
            now=now,
            people=options["people"] or small.PEOPLE,
            schools=options["schools"],
        )
        return f"{User.objects.count()} people with a year of activity"
