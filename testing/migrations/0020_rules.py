"""Rules of eligibility as data, judged in the booking statement."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
DROP = (
    "DROP FUNCTION testing_has_rules; DROP FUNCTION testing_kept_out; DROP FUNCTION testing_rules_in_the_way;"
    "DROP FUNCTION testing_fiscal_year; DROP FUNCTION testing_day"
)


def text(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("testing", "0019_live_queue")]

    operations = [
        migrations.CreateModel(
            name="EligibilityRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(
                    choices=[
                        ("rest", "Days between two tests"), ("attempts", "Tests in a fiscal year"),
                        ("level", "A level reached before"),
                    ],
                    max_length=10, verbose_name="kind of rule",
                )),
                ("value", models.PositiveSmallIntegerField(
                    blank=True, null=True, verbose_name="days, or number of tests",
                )),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="in force until")),
                ("source", models.TextField(verbose_name="source")),
                ("exam", models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="rules",
                    to="testing.exam", verbose_name="exam",
                )),
                ("level", models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="testing.band", verbose_name="least level",
                )),
                ("skill", models.ForeignKey(
                    blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                    to="centers.skillarea", verbose_name="skill area",
                )),
            ],
            options={
                "verbose_name": "rule of eligibility", "verbose_name_plural": "rules of eligibility",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["rest", "attempts", "level"])),
                        name="testing_kinds_of_rules_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("exam__isnull", False), ("skill__isnull", True)),
                            models.Q(("exam__isnull", True), ("skill__isnull", False)), _connector="OR",
                        ),
                        name="testing_a_rule_is_for_an_exam_or_for_a_skill",
                        violation_error_message="A rule is for one exam or for one skill area.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "level"), ("level__isnull", False), ("value__isnull", True)),
                            models.Q(
                                models.Q(("kind", "level"), _negated=True), ("level__isnull", True),
                                ("value__gte", 1), ("value__isnull", False),
                            ), _connector="OR",
                        ),
                        name="testing_a_rule_has_the_value_of_its_kind",
                        violation_error_message="A rest and attempts need a number; a level before needs the level.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR",
                        ),
                        name="testing_rules_end_after_they_begin",
                        violation_error_message="The last day must not come before the first.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(text("0020_rules.sql"), DROP),
        migrations.RunSQL(text("0020_book.sql"), text("0009_book.sql")),
    ]  # fmt: skip
