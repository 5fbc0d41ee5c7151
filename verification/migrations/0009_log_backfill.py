"""Log the certificates and revocations that were there before the log, in the order of their time."""

from django.db import migrations

from verification.backfill import log_what_came_before


class Migration(migrations.Migration):
    """Each 500 in a transaction of its own: pages go on, and a filling that was broken off goes on where it stopped."""

    atomic = False
    dependencies = [("verification", "0008_log")]

    operations = [migrations.RunPython(log_what_came_before, migrations.RunPython.noop)]
