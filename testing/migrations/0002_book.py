"""Foreign keys over two and three columns, and the booking transaction as one function."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"

# A seat must be a row of the booking's own session; no session may shrink below a taken seat.
SEAT_OF_THE_SESSION = """
    ALTER TABLE testing_booking ADD CONSTRAINT testing_the_seat_is_the_sessions
    FOREIGN KEY (session_id, seat_no) REFERENCES testing_seat (session_id, number) DEFERRABLE INITIALLY IMMEDIATE
"""
# The hours in the booking are always the session's: moving a session moves them, or is refused where a person
# would then sit in two places.
HOURS_OF_THE_SESSION = """
    ALTER TABLE testing_booking ADD CONSTRAINT testing_the_hours_are_the_sessions
    FOREIGN KEY (session_id, starts_at, ends_at) REFERENCES testing_session (id, starts_at, ends_at)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE
"""
LEVEL_OF_THE_SCALE = """
    ALTER TABLE testing_result ADD CONSTRAINT testing_the_level_is_of_the_scale
    FOREIGN KEY (overall_id, scale_id) REFERENCES testing_band (id, scale_id) DEFERRABLE INITIALLY IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [("testing", "0001_initial"), ("core", "0001_initial")]

    operations = [
        migrations.RunSQL(
            SEAT_OF_THE_SESSION, "ALTER TABLE testing_booking DROP CONSTRAINT testing_the_seat_is_the_sessions"
        ),
        migrations.RunSQL(
            HOURS_OF_THE_SESSION, "ALTER TABLE testing_booking DROP CONSTRAINT testing_the_hours_are_the_sessions"
        ),
        migrations.RunSQL(
            LEVEL_OF_THE_SCALE, "ALTER TABLE testing_result DROP CONSTRAINT testing_the_level_is_of_the_scale"
        ),
        migrations.RunSQL((SQL / "0002_book.sql").read_text(encoding="utf-8"), "DROP FUNCTION testing_book"),
    ]
