"""Foreign keys over two columns, which the models cannot say.

A seat must be one of its own round; attendance joins a meeting and an enrolment of the same round and counts no more
minutes than that meeting; teaching keeps the meeting's hours, also when the meeting moves.
"""

from django.db import migrations

KEYS = {
    ("training_enrolment", "training_a_seat_is_of_this_round"): (
        "(round_id, seat_no) REFERENCES training_seat (round_id, number)"
    ),
    ("training_attendance", "training_attendance_is_of_a_meeting"): (
        "(meeting_id, round_id, of_minutes) REFERENCES training_meeting (id, round_id, minutes) ON UPDATE CASCADE"
    ),
    ("training_attendance", "training_attendance_is_of_an_enrolment"): (
        "(enrolment_id, round_id) REFERENCES training_enrolment (id, round_id)"
    ),
    ("training_teaching", "training_teaching_keeps_the_meetings_hours"): (
        "(meeting_id, starts_at, ends_at) REFERENCES training_meeting (id, starts_at, ends_at) ON UPDATE CASCADE"
    ),
}


class Migration(migrations.Migration):
    dependencies = [("training", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {key}",
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for (table, name), key in KEYS.items()
    ]
