"""Millions of rows at once: INSERT ... SELECT with every column a model has, into tables whose constraints wait.

Constraints and indexes of the large tables are taken off before and put back after, so that PostgreSQL checks each of
them once over all rows: nothing gets in that a row-by-row insert would have refused. Triggers are turned off on one
table only, results, whose "only who attended has a result" would ask once a row; `verify_integrity` asks it for all.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Model

from hcec.core.numbers import CROCKFORD
from testing.numbers import _times

# Chance that is the same in every run: a number below `size`, drawn for the n-th thing by a salt of its purpose.
DRAW = """
CREATE OR REPLACE FUNCTION pg_temp.draw(n bigint, salt int, size int) RETURNS int LANGUAGE sql IMMUTABLE AS
$$ SELECT mod(hashint8extended(n, salt + {seed}) & 9223372036854775807, size)::int $$;
"""
# The booking code of a number: an odd factor scatters it over 40 bits, eight signs and the check sign of testing.numbers.
CODE = """
CREATE OR REPLACE FUNCTION pg_temp.booking_code(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(substr('{signs}', d + 1, 1), '' ORDER BY place) || substr('{signs}', bit_xor((ARRAY{weights})[place * 32 + d + 1]) + 1, 1)
  FROM (SELECT place, ((mod(n * 648055321, 1099511627776) >> (35 - 5 * place)) & 31)::int AS d
        FROM generate_series(0, 7) AS place) AS digits
$$;
"""
# The last group of a certificate number: seven drawn signs and the check sign of ISO 7064 MOD 37,36.
NUMBER = """
CREATE OR REPLACE FUNCTION pg_temp.certificate_number(body text, n bigint) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE part text; p int; c text; v int; round int := 0;
BEGIN
  LOOP
    SELECT string_agg(substr('{signs}', pg_temp.draw(n * 7 + place, 900 + round, 32) + 1, 1), '') INTO part
      FROM generate_series(0, 6) AS place;
    p := 36;
    FOREACH c IN ARRAY string_to_array(replace(body, '-', '') || part, NULL) LOOP
      v := position(c IN '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') - 1;
      p := mod(p + v, 36); IF p = 0 THEN p := 36; END IF;
      p := mod(p * 2, 37);
    END LOOP;
    c := substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', mod(37 - p, 36) + 1, 1);
    EXIT WHEN position(c IN '{signs}') > 0;
    round := round + 1;
  END LOOP;
  RETURN body || '-' || part || c;
END $$;
"""


def run(sql: str, params: Mapping[str, Any] | None = None) -> int:
    """One statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def value(sql: str, params: Mapping[str, Any] | None = None) -> Any:
    """The single value that a SELECT answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


def prepare(seed: int) -> None:
    """Limits off for this transaction, and the functions of chance and of numbers."""
    for setting in ("statement_timeout = 0", "lock_timeout = 0", "idle_in_transaction_session_timeout = 0"):
        run(f"SET LOCAL {setting}")
    run("SET LOCAL maintenance_work_mem = '512MB'")
    run("SET LOCAL work_mem = '256MB'")
    weights, weight = [], 1
    for _place in range(8):
        weight = _times(weight, 2)
        weights += [_times(weight, digit) for digit in range(32)]
    run(DRAW.format(seed=seed % 1000 * 10_000))
    run(CODE.format(signs=CROCKFORD, weights=weights))
    run(NUMBER.format(signs=CROCKFORD))


def table(model: type[Model]) -> str:
    return model._meta.db_table


def last_id(model: type[Model]) -> int:
    """The highest id there is: new rows count on from it."""
    return value(f"SELECT coalesce(max(id), 0) FROM {table(model)}")


def insert(
    model: type[Model], given: Mapping[str, str], source: str, params: Mapping[str, Any] | None = None
) -> int:
    """Insert what `source` (FROM ...) selects. `given` is column -> expression; all other columns take the model's
    defaults, so that a column added later needs no change here. Returns how many rows."""
    columns, expressions, values = [], [], dict(params or {})
    for field in model._meta.concrete_fields:
        if field.column in given:
            expression = given[field.column]
        elif field.generated or field.primary_key or field.has_db_default() or (field.null and not field.has_default()):
            continue
        else:
            values[f"default_{field.column}"] = field.get_db_prep_save(field.get_default(), connection)
            expression = f"%(default_{field.column})s::{field.db_type(connection)}"
        columns.append(f'"{field.column}"')
        expressions.append(expression)
    unknown = set(given) - {field.column for field in model._meta.concrete_fields}
    if unknown:
        raise LookupError(f"{model.__name__} has no column {', '.join(sorted(unknown))}")
    rows = run(f"INSERT INTO {table(model)} ({', '.join(columns)}) SELECT {', '.join(expressions)} {source}", values)
    if "id" in given:
        run(f"SELECT setval(pg_get_serial_sequence('{table(model)}', 'id'), (SELECT max(id) FROM {table(model)}))")
    return rows


def settle() -> None:
    """Have every constraint that waits for the end of the transaction checked now."""
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("SET CONSTRAINTS ALL DEFERRED")


CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
 WHERE conrelid = %(table)s::regclass AND contype IN ('f', 'x', 'u') ORDER BY contype = 'f', conname
"""
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
 WHERE indrelid = %(table)s::regclass AND NOT indisprimary
   AND indexrelid NOT IN (SELECT conindid FROM pg_constraint WHERE conrelid = %(table)s::regclass)
"""


def listed(sql: str, name: str) -> Sequence[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"table": name})
        return cursor.fetchall()


@contextmanager
def bare(model: type[Model]) -> Iterator[None]:
    """Fill a table that has nothing but its primary key and checks; everything else is put back, and so checked."""
    name = table(model)
    constraints, indexes = listed(CONSTRAINTS, name), listed(INDEXES, name)
    settle()
    for constraint, _definition in constraints:
        run(f'ALTER TABLE {name} DROP CONSTRAINT "{constraint}"')
    for index, _definition in indexes:
        run(f"DROP INDEX {index}")
    yield
    settle()
    for _index, definition in indexes:
        run(definition.replace("%", "%%"))
    for constraint, definition in constraints:
        run(f'ALTER TABLE {name} ADD CONSTRAINT "{constraint}" {definition}'.replace("%", "%%"))
