"""Django's `migrate`, with the garbage collector looking around less often while the history is replayed."""

import gc
from typing import Any

from django.core.management.commands import migrate

# Every step makes the classes of many models anew. Collecting as often as usual took a third of the command's time;
# this rarely, it still needs less than half a gigabyte.
RARELY = (100_000, 50, 100)


class Command(migrate.Command):
    help = migrate.Command.help

    def handle(self, *arguments: Any, **options: Any) -> None:
        usual = gc.get_threshold()
        gc.set_threshold(*RARELY)
        try:
            super().handle(*arguments, **options)
        finally:
            gc.set_threshold(*usual)
