"""Pools of sessions admit whom the centers' function admits."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("testing", "0029_apart"), ("centers", "0014_admits")]

    operations = [
        migrations.RunSQL(
            (SQL / "0030_admits.sql").read_text(encoding="utf-8"),
            (SQL / "0009_seats.sql").read_text(encoding="utf-8"),
        )
    ]
