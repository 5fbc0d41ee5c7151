"""Pieces of SQL that the constraints of every app share."""

from datetime import datetime

import pgtrigger
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField
from django.db import connection
from django.db.models import F, Func, Value


class IdRange(Func):
    """A whole number as a range of one, so that GiST can compare it by overlap without btree_gist."""

    function = "int8range"
    output_field = BigIntegerRangeField()

    def __init__(self, expression, **extra):
        if extra:  # Django copies expressions with their keyword arguments only
            super().__init__(expression, **extra)
        else:
            super().__init__(expression, expression, Value("[]"))

    def replace_expressions(self, replacements):
        """Validation puts a row's values in by field name; in here foreign keys are named by their columns.

        Without this `F("room_id")` would stay, be compared with itself, and every room would seem to be this one.
        """
        by_column = {
            F(f"{field.name}_id"): value  # type: ignore[attr-defined]  # its stub knows no name
            for field, value in replacements.items()
            if isinstance(field, F)
        }
        return super().replace_expressions(replacements | by_column)


class TsTzRange(Func):
    """Two instants as the half-open range between them."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


def append_only(name: str = "rows_are_never_rewritten") -> list[pgtrigger.Trigger]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE on the table they are listed for."""
    at_once = pgtrigger.Trigger(
        name=f"{name}_at_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'rows of % are never removed', TG_TABLE_NAME;",
    )
    return [pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete), at_once]


def database_now() -> datetime:
    """The database's clock at the start of the transaction: the only clock that opening times trust."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


# The same number as in testing/sql/0027_book.sql: the first half of a person's key among the advisory locks.
PERSONS_TURN = 4183


def take_turn(person_id: int) -> None:
    """Wait until nobody else decides about this person, and hold her turn until the transaction ends.

    Rules that look at all that one person has (rests, hours) are judged under it. The lock of the session or round
    comes first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PERSONS_TURN, person_id])


def try_turn(person_id: int) -> bool:
    """The same without waiting, which could be a circle for whoever goes through a line of people; False: not now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [PERSONS_TURN, person_id])
        return bool(cursor.fetchone()[0])
