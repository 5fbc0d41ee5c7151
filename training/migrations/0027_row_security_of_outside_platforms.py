"""Launches and scores are seen within the center's branch and by their person (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_person, policy


def of_a_link(table):
    return policy(
        table,
        "EXISTS (SELECT FROM training_toollink l JOIN training_meeting m ON m.id = l.meeting_id"
        f" JOIN training_round r ON r.id = m.round_id WHERE l.id = {table}.link_id"
        " AND r.center_id = ANY ((SELECT hcec_centers())::bigint[]))"
        f" OR EXISTS (SELECT FROM training_enrolment e WHERE e.id = {table}.enrolment_id AND "
        + of_person("e.person_id") + ")",
    )


class Migration(migrations.Migration):
    dependencies = [("training", "0026_outside_platforms")]

    operations = [of_a_link("training_launch"), of_a_link("training_score")]
