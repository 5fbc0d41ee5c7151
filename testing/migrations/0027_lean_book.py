"""Fewer statements for each booking, and its lock given back before the disk is waited for (decision 0024)."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
COUNTED_AGAIN = """
    UPDATE testing_session s SET wait_seq = line.last
      FROM (SELECT session_id, max(wait_no) AS last FROM testing_booking GROUP BY session_id) line
     WHERE line.session_id = s.id AND line.last IS NOT NULL
"""


def text(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("testing", "0026_outside_results")]

    operations = [
        # Backwards this comes last: the column is there again, and the old function counts on in it.
        migrations.RunSQL(
            text("0027_book.sql"), "DROP PROCEDURE testing_book_and_commit;" + text("0020_book.sql") + COUNTED_AGAIN
        ),
        migrations.RemoveField("session", "wait_seq"),
    ]
