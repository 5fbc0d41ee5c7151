"""Signed sheets are seen within the center's branch (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import policy


class Migration(migrations.Migration):
    dependencies = [("training", "0013_signed_sheets")]

    operations = [
        policy(
            "training_signedsheet",
            "EXISTS (SELECT FROM training_meeting m JOIN training_round r ON r.id = m.round_id"
            " WHERE m.id = training_signedsheet.meeting_id AND r.center_id = ANY ((SELECT hcec_centers())::bigint[]))",
        ),
    ]
