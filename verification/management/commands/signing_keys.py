"""Show the list of keys that seal certificates; put the configured key on it, or retire the one in force."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hcec.core.db import database_now
from hcec.core.refusals import Refusal
from verification.actions import keys as key_list
from verification.actions import renewals
from verification.models import Retired, SigningKey
from verification.signing import keys


class Command(BaseCommand):
    help = "Lists the sealing keys; --take puts the configured one in force, --retire REASON ends the one in force."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--take", action="store_true", help="put the configured key on the list and in force"
        )
        parser.add_argument("--retire", choices=Retired.values, help="take the key in force out of it")
        parser.add_argument(
            "--reseal", action="store_true", help="order what must be time-stamped or signed again"
        )
        parser.add_argument(
            "--since", help="with --retire: from this moment on, such as 2027-03-01T08:00+07:00"
        )

    def handle(
        self, *args: Any, take: bool, retire: str | None, reseal: bool, since: str | None, **options: Any
    ) -> None:
        try:
            if retire:
                self.retire(retire, self.moment(since) if since else database_now())
            if take:
                self.take()
        except Refusal as refused:
            raise CommandError(str(refused)) from None
        if reseal:
            self.stdout.write(f"{renewals.order_due(at=database_now())} files ordered; again until it says 0")
        for row in SigningKey.objects.order_by("-taken_at"):
            state = f"until {row.retired_at:%Y-%m-%d %H:%M} ({row.reason})" if row.retired_at else "in force"
            self.stdout.write(
                f"{row.fingerprint}  {row.name}, {row.algorithm}, from {row.taken_at:%Y-%m-%d %H:%M} {state}"
            )

    def take(self) -> None:
        key = keys.configured()
        if key is None:
            raise CommandError("HCEC_SIGNING_KEY is not set")
        key_list.take(key, at=database_now())

    def retire(self, reason: str, at: datetime) -> None:
        row = SigningKey.objects.filter(retired_at=None).first()
        if row is None:
            raise CommandError("no key is in force")
        key_list.retire(row, at=at, reason=reason)

    def moment(self, typed: str) -> datetime:
        at = parse_datetime(typed)
        if at is None:
            raise CommandError(f"{typed} is no moment such as 2027-03-01T08:00+07:00")
        return timezone.make_aware(at) if timezone.is_naive(at) else at
