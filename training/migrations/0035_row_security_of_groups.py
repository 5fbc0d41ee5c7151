"""Tables of people are seen within the branch of the round's center (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_row, policy


class Migration(migrations.Migration):
    dependencies = [("training", "0034_groups_by_table")]

    operations = [
        policy(
            "training_groupfile", of_row("training_groupfile.round_id", "training_round", of_center("up.center_id"))
        )
    ]
