"""The words of an offer taken back, which rounds of training share."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("testing", "0030_admits")]

    operations = [
        migrations.AlterField(
            "offer", "status",
            models.CharField(
                choices=[
                    ("open", "Waits for the answer"), ("taken", "Taken"), ("declined", "Not taken"),
                    ("lapsed", "Not answered in time"), ("recalled", "Taken back: it does not take place"),
                ],
                default="open", max_length=20,
            ),
        ),
    ]  # fmt: skip
