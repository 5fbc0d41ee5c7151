"""Certificates, their files and revocations are seen within the center's branch and by their holder (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_initial"), ("centers", "0007_centers_in_reach")]

    operations = [
        policy(
            "verification_certificate",
            of_person("verification_certificate.holder_id")
            + " OR "
            + of_row("verification_certificate.series_id", "verification_series", of_center("up.center_id")),
        ),
        policy(
            "verification_certificatefile",
            of_row("verification_certificatefile.certificate_id", "verification_certificate"),
        ),
        policy(
            "verification_revocation",
            of_row("verification_revocation.certificate_id", "verification_certificate"),
        ),
    ]
