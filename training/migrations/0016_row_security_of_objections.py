"""Files of attendance are seen within the center's branch, objections also by their person (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_person, policy


class Migration(migrations.Migration):
    dependencies = [("training", "0015_files_and_objections")]

    operations = [
        policy("training_attendancefile", of_center("training_attendancefile.center_id")),
        policy(
            "training_objection",
            "EXISTS (SELECT FROM training_attendance a JOIN training_round r ON r.id = a.round_id"
            " JOIN training_enrolment e ON e.id = a.enrolment_id WHERE a.id = training_objection.attendance_id"
            " AND (r.center_id = ANY ((SELECT hcec_centers())::bigint[]) OR " + of_person("e.person_id") + "))",
        ),
    ]
