"""Vouchers are seen within the center's branch and by the person they pay (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):
    dependencies = [("training", "0029_speakers_vouchers")]

    operations = [
        policy(
            "training_voucher",
            of_center("training_voucher.center_id") + " OR " + of_person("training_voucher.person_id"),
        ),
        policy("training_voucherline", of_row("training_voucherline.voucher_id", "training_voucher")),
    ]
