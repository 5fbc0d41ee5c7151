"""Stays are seen within the center's branch and by their person, participant lists within the branch (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_person, of_row, policy

MEETINGS = "EXISTS (SELECT FROM training_meeting m JOIN training_round r ON r.id = m.round_id WHERE m.id = {column}" \
    " AND r.center_id = ANY ((SELECT hcec_centers())::bigint[]))"


class Migration(migrations.Migration):
    dependencies = [("training", "0022_virtual_meetings")]

    operations = [
        policy(
            "training_stay",
            MEETINGS.format(column="training_stay.meeting_id")
            + " OR EXISTS (SELECT FROM training_enrolment e WHERE e.id = training_stay.enrolment_id AND "
            + of_person("e.person_id") + ")",
        ),
        policy("training_participantlist", MEETINGS.format(column="training_participantlist.meeting_id")),
        policy("training_participant", of_row("training_participant.list_id", "training_participantlist")),
    ]
