"""What people learn is seen within the center's branch and by themselves (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_person, of_row, policy


class Migration(migrations.Migration):
    dependencies = [("training", "0024_lessons")]

    operations = [
        policy(
            "training_learning",
            "EXISTS (SELECT FROM training_meeting m JOIN training_round r ON r.id = m.round_id"
            " WHERE m.id = training_learning.meeting_id AND r.center_id = ANY ((SELECT hcec_centers())::bigint[]))"
            " OR EXISTS (SELECT FROM training_enrolment e WHERE e.id = training_learning.enrolment_id AND "
            + of_person("e.person_id") + ")",
        ),
        *(
            policy(table, of_row(f"{table}.learning_id", "training_learning"))
            for table in ("training_attempt", "training_stepdone")
        ),
    ]
