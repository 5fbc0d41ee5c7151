"""Whom kept seats admit, in one function for tests and for rounds."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("centers", "0013_calendar_and_competencies"),
        ("accounts", "0006_calendar_feeds"),
    ]

    operations = [
        migrations.RunSQL(
            (SQL / "0014_admits.sql").read_text(encoding="utf-8"), "DROP FUNCTION centers_admits"
        )
    ]
