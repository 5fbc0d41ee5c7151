"""A mark is of the round of its enrolment. Marks, follow-ups and what surveys count are seen within the center's branch,
the first two also by their person, the last by the trainer of whom it speaks (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_person, of_row, policy

OF_SURVEY = (
    "EXISTS (SELECT FROM training_survey s JOIN training_round r ON r.id = s.round_id WHERE s.id = {table}.survey_id"
    " AND r.center_id = ANY ((SELECT hcec_centers())::bigint[])) OR "
)


def of_survey(table: str) -> migrations.RunSQL:
    return policy(table, OF_SURVEY.format(table=table) + of_person(f"{table}.trainer_id"))


class Migration(migrations.Migration):
    dependencies = [("training", "0020_evaluation")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE training_mark ADD CONSTRAINT training_a_mark_is_of_an_enrolment"
            " FOREIGN KEY (enrolment_id, round_id) REFERENCES training_enrolment (id, round_id)",
            "ALTER TABLE training_mark DROP CONSTRAINT training_a_mark_is_of_an_enrolment",
        ),
        policy(
            "training_mark",
            of_row("training_mark.round_id", "training_round", of_center("up.center_id"))
            + " OR "
            + of_row("training_mark.enrolment_id", "training_enrolment"),
        ),
        policy("training_followup", of_row("training_followup.completion_id", "training_completion")),
        of_survey("training_surveycount"),
        of_survey("training_surveytext"),
    ]
