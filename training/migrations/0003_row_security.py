"""Enrolments and what hangs on them are seen within the center's branch and by their person (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):
    dependencies = [("training", "0002_carried_keys"), ("centers", "0007_centers_in_reach")]

    operations = [
        policy(
            "training_enrolment",
            of_person("training_enrolment.person_id")
            + " OR "
            + of_row("training_enrolment.round_id", "training_round", of_center("up.center_id")),
        ),
        # The carried round answers for a whole meeting at once; only her own rows elsewhere go by the enrolment.
        policy(
            "training_attendance",
            of_row("training_attendance.round_id", "training_round", of_center("up.center_id"))
            + " OR "
            + of_row("training_attendance.enrolment_id", "training_enrolment"),
        ),
        policy("training_completion", of_row("training_completion.enrolment_id", "training_enrolment")),
    ]
