"""Nominations are seen as the place is that they are about (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_row, policy


class Migration(migrations.Migration):
    dependencies = [("training", "0032_nominations")]

    operations = [
        policy("training_nomination", of_row("training_nomination.enrolment_id", "training_enrolment"))
    ]
