"""Bring every app's Thai catalogue up to date with the source, or check that it is (`--check`)."""

from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hcec.core import messages


class Command(BaseCommand):
    help = "Bring the Thai catalogues up to date with the source."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "apps", nargs="*", metavar="app", help="such as testing or hcec/core; all when left out"
        )
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail where something is missing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lacking = 0
        for app, texts in messages.found(apps=options["apps"] or messages.APPS).items():
            if options["check"]:
                lacking += self.check_app(app, texts)
                continue
            new, gone = messages.update(app, texts)
            empty = self.untranslated(app)
            self.stdout.write(f"{app}: {len(texts)} texts, {new} new, {gone} gone, {empty} without Thai")
        if lacking:
            raise CommandError(f"{lacking} texts are not in their catalogue")

    def check_app(self, app: str, texts: list[messages.Message]) -> int:
        path = messages.catalogue_path(app)
        known = {(e.msgctxt or "", e.msgid) for e in polib.pofile(str(path))} if path.exists() else set()
        lacking = sorted({message for message in texts if message.key not in known})
        for message in lacking:
            self.stderr.write(f"{message.place}: {message.msgid!r} is not in {app}")
        return len(lacking)

    def untranslated(self, app: str) -> int:
        path = messages.catalogue_path(app)
        return len(polib.pofile(str(path)).untranslated_entries()) if path.exists() else 0
