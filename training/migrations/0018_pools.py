"""Pools of seats of a round, and the one function that says which free seat a person may have."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
KINDS = [
    ("teacher", "Teacher"),
    ("personnel", "Educational personnel"),
    ("student", "Student"),
    ("public", "Member of the public"),
]

# A seat belongs to a pool of its own round or to none.
POOL_OF_THE_ROUND = """
    ALTER TABLE training_seat ADD CONSTRAINT training_the_pool_is_the_rounds
    FOREIGN KEY (round_id, pool_id) REFERENCES training_seatpool (round_id, id) DEFERRABLE INITIALLY IMMEDIATE
"""
DROP = "DROP FUNCTION training_seat_for; DROP FUNCTION training_free_seats; DROP FUNCTION training_pool_admits"


class Migration(migrations.Migration):
    dependencies = [("training", "0017_rules"), ("centers", "0014_admits")]

    operations = [
        migrations.CreateModel(
            name="SeatPool",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("audience_kinds", django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(choices=KINDS, max_length=20),
                    blank=True, default=list, size=None, verbose_name="open to",
                )),
                ("name", models.CharField(max_length=100, verbose_name="name of the pool")),
                ("near", models.CharField(
                    blank=True, default="", max_length=10, verbose_name="where they work",
                    choices=[
                        ("", "Anywhere"), ("province", "In the center's province"), ("area", "In an area the center serves"),
                    ],
                )),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="open to everyone from")),
                ("audience_affiliations", models.ManyToManyField(
                    blank=True, related_name="+", to="centers.affiliation", verbose_name="affiliations",
                )),
                ("round", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="pools", to="training.round",
                )),
            ],
            options={
                "verbose_name": "pool of seats", "verbose_name_plural": "pools of seats", "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience_kinds__contained_by", ["teacher", "personnel", "student", "public"])),
                        name="training_seatpool_audience_kinds_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("near__in", ["", "province", "area"])),
                        name="training_pools_are_near_or_anywhere",
                    ),
                    models.UniqueConstraint(fields=("round", "id"), name="training_pools_know_their_round"),
                    models.UniqueConstraint(
                        fields=("round", "name"), name="training_pools_of_a_round_have_own_names",
                        violation_error_message="There is a pool of this name already.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "seat", "pool",
            models.ForeignKey(
                db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="seats", to="training.seatpool",
            ),
        ),
        migrations.RunSQL(POOL_OF_THE_ROUND, "ALTER TABLE training_seat DROP CONSTRAINT training_the_pool_is_the_rounds"),
        migrations.RunSQL((SQL / "0018_pools.sql").read_text(encoding="utf-8"), DROP),
    ]  # fmt: skip
