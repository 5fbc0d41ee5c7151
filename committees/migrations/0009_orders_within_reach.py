"""Orders of appointment, drafts above all, are seen by whoever may appoint to their committee (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_committee, of_row, policy


class Migration(migrations.Migration):
    dependencies = [("committees", "0008_nobody_replies_to_themself")]

    operations = [
        policy("committees_appointmentorder", of_committee("committees_appointmentorder.committee_id")),
        policy(
            "committees_orderline", of_row("committees_orderline.order_id", "committees_appointmentorder")
        ),
    ]
