"""Rules of eligibility as data, rounds for members of committees, and the one function that judges (6.4.6, 6.2.4)."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
LEVELS = [("ministry", "Ministry"), ("obec", "OBEC"), ("province", "Province"), ("center", "Center")]
DROP = "DROP FUNCTION training_kept_out; DROP FUNCTION training_rules_in_the_way; DROP FUNCTION training_day"


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0016_row_security_of_objections"),
        ("centers", "0013_calendar_and_competencies"),
        ("committees", "0010_acting_by_delegation"),
    ]

    operations = [
        migrations.AddField(
            "round", "audience_committees",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=LEVELS, max_length=10),
                blank=True, default=list, size=None, verbose_name="only members of committees",
            ),
        ),
        migrations.AddConstraint(
            "round",
            models.CheckConstraint(
                condition=models.Q(("audience_committees__contained_by", ["ministry", "obec", "province", "center"])),
                name="training_rounds_name_known_committees",
            ),
        ),
        migrations.CreateModel(
            name="EligibilityRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("source", models.TextField(verbose_name="source")),
                ("kind", models.CharField(
                    choices=[("again", "Months between two rounds"), ("year", "Rounds in a fiscal year")],
                    max_length=10, verbose_name="kind of rule",
                )),
                ("value", models.PositiveSmallIntegerField(verbose_name="months, or number of rounds")),
                ("course", models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="rules",
                    to="training.course", verbose_name="course",
                )),
                ("skill", models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="centers.skillarea", verbose_name="skill area",
                )),
            ],
            options={
                "verbose_name": "rule of eligibility", "verbose_name_plural": "rules of eligibility", "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR",
                        ),
                        name="training_rules_end_after_they_begin",
                        violation_error_message="The last day must not come before the first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["again", "year"])), name="training_kinds_of_rules_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("course__isnull", False), ("skill__isnull", True)),
                            models.Q(("course__isnull", True), ("skill__isnull", False)), _connector="OR",
                        ),
                        name="training_a_rule_is_for_a_course_or_for_a_skill",
                        violation_error_message="A rule is for one course or for one skill area.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 1), ("value__lte", 120)),
                        name="training_a_rule_has_a_value",
                        violation_error_message="The number lies between 1 and 120.",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "0017_rules.sql").read_text(encoding="utf-8"), DROP),
    ]  # fmt: skip
