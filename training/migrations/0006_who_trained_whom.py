"""Who trained whom in the rounds that are decided already."""

from django.db import migrations

KEEP = """
    INSERT INTO centers_trained (trainer_id, person_id, skill_id, last_on)
    SELECT g.person_id, e.person_id, c.skill_id, max((r.ends_at AT TIME ZONE 'Asia/Bangkok')::date)
      FROM training_round r
      JOIN training_course c ON c.id = r.course_id
      JOIN training_attendance a ON a.round_id = r.id AND a.present
      JOIN training_enrolment e ON e.id = a.enrolment_id
      JOIN training_teaching g ON g.meeting_id = a.meeting_id
     WHERE r.status = 'finalised' AND g.person_id <> e.person_id
     GROUP BY g.person_id, e.person_id, c.skill_id
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0005_words_of_fields"), ("centers", "0012_trained")]

    operations = [migrations.RunSQL(KEEP, migrations.RunSQL.noop)]
