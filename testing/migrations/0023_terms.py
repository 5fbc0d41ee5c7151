"""Fees of exams by audience and equivalences of levels, with dates and sources."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("teacher", "Teacher"), ("personnel", "Educational personnel"), ("student", "Student"),
    ("public", "Member of the public"),
]  # fmt: skip


def dated() -> list:
    return [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("valid_from", models.DateField(verbose_name="in force from")),
        ("valid_until", models.DateField(blank=True, null=True, verbose_name="in force until")),
        ("source", models.TextField(verbose_name="source")),
    ]


def ends(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(
            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
        ),
        name=name,
        violation_error_message="The last day must not come before the first.",
    )


class Migration(migrations.Migration):
    dependencies = [("testing", "0022_absences")]

    operations = [
        migrations.CreateModel(
            name="ExamFee",
            fields=[
                *dated(),
                ("kind", models.CharField(
                    blank=True, choices=KINDS, help_text="Left empty: everyone else.", max_length=20,
                    verbose_name="paid by",
                )),
                ("amount", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="fee (baht)")),
                ("exam", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="fees", to="testing.exam",
                    verbose_name="exam",
                )),
            ],
            options={
                "verbose_name": "fee of an exam", "verbose_name_plural": "fees of exams", "abstract": False,
                "constraints": [
                    ends("testing_examfee_ends_after_it_begins"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["", "teacher", "personnel", "student", "public"])),
                        name="testing_fees_are_paid_by_kinds_that_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="testing_fees_are_not_negative"
                    ),
                    models.UniqueConstraint(
                        fields=("exam", "kind", "valid_from"), name="testing_a_kind_has_one_fee_from_a_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Equivalence",
            fields=[
                *dated(),
                ("counts_as", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="testing.band",
                    verbose_name="counts as",
                )),
                ("level", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="counts_as", to="testing.band",
                    verbose_name="level",
                )),
            ],
            options={
                "verbose_name": "equivalence of levels", "verbose_name_plural": "equivalences of levels",
                "abstract": False,
                "constraints": [
                    ends("testing_equivalence_ends_after_it_begins"),
                    models.CheckConstraint(
                        condition=models.Q(("level", models.F("counts_as")), _negated=True),
                        name="testing_a_level_counts_as_another_one",
                    ),
                    models.UniqueConstraint(
                        fields=("level", "counts_as", "valid_from"),
                        name="testing_an_equivalence_stands_once_from_a_day",
                    ),
                ],
            },
        ),
    ]  # fmt: skip
