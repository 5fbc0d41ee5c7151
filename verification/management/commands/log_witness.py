"""`manage.py log_witness`: register whose key may sign beside the public log, end one, or list them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from centers.models import Province
from hcec.core.db import database_now
from verification.actions import witnesses
from verification.models import Witness
from verification.refusals import Refusal


class Command(BaseCommand):
    help = "Registers or ends witnesses of the public log; without a word, lists them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--add", metavar="KEY", help="the public key that `witness --show-key` prints")
        parser.add_argument("--name-th", default="")
        parser.add_argument("--name-en", default="")
        parser.add_argument("--province", help="code of the province whose office it is")
        parser.add_argument("--end", metavar="KEY")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["add"]:
                self.add(options)
            elif options["end"]:
                witnesses.end(Witness.objects.get(vkey=options["end"]), at=database_now())
        except (Refusal, Witness.DoesNotExist, Province.DoesNotExist) as fault:
            raise CommandError(str(fault)) from None
        for witness in Witness.objects.order_by("since", "pk"):
            self.stdout.write(f"{witness.vkey}  {witness.name_en}" + ("  ended" if witness.ended_at else ""))

    def add(self, options: dict[str, Any]) -> None:
        if not options["name_th"] or not options["name_en"]:
            raise CommandError("a witness has a name in Thai and in English: --name-th, --name-en")
        code = options["province"]
        witnesses.register(
            vkey=options["add"],
            name_th=options["name_th"],
            name_en=options["name_en"],
            province=Province.objects.get(code=code) if code else None,
            at=database_now(),
        )
