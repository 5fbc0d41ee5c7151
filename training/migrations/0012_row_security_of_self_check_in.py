"""Tries of self check-in are seen within the center's branch and by their person, codes within the branch (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_person, policy

MEETINGS = "EXISTS (SELECT FROM training_meeting m JOIN training_round r ON r.id = m.round_id WHERE m.id = {column}" \
    " AND r.center_id = ANY ((SELECT hcec_centers())::bigint[]))"


class Migration(migrations.Migration):
    dependencies = [("training", "0011_self_check_in")]

    operations = [
        policy(
            "training_selfscan",
            of_person("training_selfscan.person_id") + " OR " + MEETINGS.format(column="training_selfscan.meeting_id"),
        ),
        policy("training_doorcode", MEETINGS.format(column="training_doorcode.meeting_id")),
    ]
