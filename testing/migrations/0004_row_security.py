"""Bookings and what hangs on them are seen within the center's branch and by their person (decision 0016)."""

from django.db import migrations

from hcec.core.rowguard import of_center, of_person, of_row, policy


class Migration(migrations.Migration):
    dependencies = [("testing", "0003_closed_seats"), ("centers", "0007_centers_in_reach")]

    operations = [
        policy(
            "testing_booking",
            of_person("testing_booking.person_id")
            + " OR "
            + of_row("testing_booking.session_id", "testing_session", of_center("up.center_id")),
        ),
        policy("testing_result", of_row("testing_result.booking_id", "testing_booking")),
        policy("testing_partscore", of_row("testing_partscore.result_id", "testing_result")),
        policy(
            "testing_resultsheet",
            of_row("testing_resultsheet.session_id", "testing_session", of_center("up.center_id")),
        ),
    ]
