"""Pools of seats, kinds of seats, and the booking that knows both."""

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

# A seat belongs to a pool of its own session or to none.
POOL_OF_THE_SESSION = """
    ALTER TABLE testing_seat ADD CONSTRAINT testing_the_pool_is_the_sessions
    FOREIGN KEY (session_id, pool_id) REFERENCES testing_seatpool (session_id, id) DEFERRABLE INITIALLY IMMEDIATE
"""
OLD_BOOK = "DROP FUNCTION testing_book(bigint, bigint, text, uuid, text, text, text)"
NEW_BOOK = "DROP FUNCTION testing_book(bigint, bigint, text, uuid, text, text, text, boolean)"


def text(name: str) -> str:
    return (SQL / name).read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("testing", "0008_words_of_fields"), ("centers", "0011_words_of_fields")]

    operations = [
        migrations.AddField(
            "booking", "needs_access",
            models.BooleanField(db_default=False, default=False, verbose_name="needs an accessible seat"),
        ),
        migrations.AddField(
            "session", "accessible_until",
            models.DateTimeField(blank=True, null=True, verbose_name="accessible seats open to everyone from"),
        ),
        migrations.AddField("session", "pools_served_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            "seat", "kind",
            models.CharField(
                choices=[("ordinary", "Ordinary seat"), ("accessible", "Accessible seat"), ("standby", "Standby seat")],
                db_default="ordinary", default="ordinary", max_length=12, verbose_name="kind of seat",
            ),
        ),
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
                ("session", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="pools", to="testing.session",
                )),
            ],
            options={
                "verbose_name": "pool of seats", "verbose_name_plural": "pools of seats", "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience_kinds__contained_by", ["teacher", "personnel", "student", "public"])),
                        name="testing_seatpool_audience_kinds_are_known",
                    ),
                    models.UniqueConstraint(fields=("session", "id"), name="testing_pools_know_their_session"),
                    models.UniqueConstraint(
                        fields=("session", "name"), name="testing_pools_of_a_session_have_own_names",
                        violation_error_message="There is a pool of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("near__in", ["", "province", "area"])),
                        name="testing_pools_are_near_or_anywhere",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "seat", "pool",
            models.ForeignKey(
                db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="seats", to="testing.seatpool",
            ),
        ),
        migrations.AddConstraint(
            "seat",
            models.CheckConstraint(
                condition=models.Q(("kind__in", ["ordinary", "accessible", "standby"])),
                name="testing_kinds_of_seats_are_known",
            ),
        ),
        migrations.AddIndex(
            "seat",
            models.Index(
                condition=models.Q(("kind", "standby")), fields=["session"], name="standby_seats_of_a_session",
            ),
        ),
        migrations.RunSQL(POOL_OF_THE_SESSION, "ALTER TABLE testing_seat DROP CONSTRAINT testing_the_pool_is_the_sessions"),
        migrations.RunSQL(
            text("0009_seats.sql"),
            "DROP FUNCTION testing_seat_for; DROP FUNCTION testing_free_seats; DROP FUNCTION testing_pool_admits",
        ),
        migrations.RunSQL(OLD_BOOK, text("0002_book.sql")),
        migrations.RunSQL(text("0009_book.sql"), NEW_BOOK),
    ]  # fmt: skip
