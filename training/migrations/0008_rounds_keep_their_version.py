"""Courses that are there get their first version, rounds the promises of it; a round's version is one of its course.

What a center proposes is seen within its branch (decision 0016).
"""

from django.db import migrations

from hcec.core.rowguard import of_center, of_row, policy

FIRST_VERSIONS = """
    INSERT INTO training_courseversion (course_id, number, since, name_th, name_en, level_th, level_en, hours,
        min_attendance_percent, activity_type, description_th, description_en, curriculum_id, skill_id)
    SELECT id, version, now(), name_th, name_en, level_th, level_en, hours, min_attendance_percent, activity_type,
        description_th, description_en, curriculum_id, skill_id
      FROM training_course c WHERE NOT EXISTS (SELECT FROM training_courseversion v WHERE v.course_id = c.id);
    UPDATE training_round r SET course_version = c.version, hours = c.hours,
        min_attendance_percent = c.min_attendance_percent FROM training_course c WHERE c.id = r.course_id;
    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0007_recognised_courses")]

    operations = [
        migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop),
        migrations.RunSQL(
            "ALTER TABLE training_round ADD CONSTRAINT training_a_rounds_version_is_of_its_course"
            " FOREIGN KEY (course_id, course_version) REFERENCES training_courseversion (course_id, number)",
            "ALTER TABLE training_round DROP CONSTRAINT training_a_rounds_version_is_of_its_course",
        ),
        policy("training_proposal", of_center("training_proposal.center_id")),
        policy(
            "training_criterionanswer", of_row("training_criterionanswer.proposal_id", "training_proposal")
        ),
    ]
