"""Skipped dates are seen within the center's branch, as what is planned there (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_row, policy


class Migration(migrations.Migration):
    dependencies = [("training", "0009_skipped_dates")]

    operations = [
        policy(
            "training_skippeddate",
            of_row("training_skippeddate.round_id", "training_round", of_center("up.center_id")),
        )
    ]
