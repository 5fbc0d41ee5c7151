"""bin/bench attendance: one table of 1,000 rows for many meetings, uploaded and then applied on its page; figure under 5 s."""

from datetime import timedelta
from time import perf_counter
from uuid import uuid4

from tests.bench.harness import house, report

ROUNDS, PEOPLE, FIGURE = 10, 50, 5.0  # each round has two meetings


def furnish() -> tuple[object, list[list[str]]]:
    """Ten rounds of fifty people and two meetings each, all begun, and a table with a row for each of them."""
    from django.utils import timezone

    from committees.models import Position
    from tests.factories.accounts import PersonFactory
    from tests.factories.centers import CenterFactory, RoomFactory
    from tests.factories.committees import person_with
    from tests.factories.training import CourseFactory, a_date, open_round
    from training import codes
    from training.models import Enrolment, Meeting, Round

    center = CenterFactory()
    manager = person_with(Position.CENTER_MANAGER, center=center)
    people = [PersonFactory() for _ in range(PEOPLE)]
    room, course, rows = RoomFactory(center=center, seats=PEOPLE), CourseFactory(hours=12), []
    back = timedelta(days=60)
    for number in range(ROUNDS):
        day = 7 + 2 * number
        dates = [a_date(room, day=day), a_date(room, day=day + 1)]
        round = open_round(room=room, course=course, seats=PEOPLE, dates=dates)
        places = Enrolment.objects.bulk_create(
            Enrolment(
                round=round, person=person, status="enrolled", seat_no=seat, idempotency_key=uuid4(),
                enrolled_at=timezone.now(),
            )
            for seat, person in enumerate(people, start=1)
        )  # fmt: skip
        for meeting in round.meetings.all():
            Meeting.objects.filter(pk=meeting.pk).update(
                mode="virtual",
                reservation=None,
                starts_at=meeting.starts_at - back,
                ends_at=meeting.ends_at - back,
            )
            sheet = codes.meeting_code(meeting.pk)
            rows += [[sheet, codes.row_code(meeting.pk, place.pk), "9.00", "15.00"] for place in places]
        Round.objects.filter(pk=round.pk).update(
            starts_at=round.starts_at - back, ends_at=round.ends_at - back, opens_at=round.opens_at - back,
            closes_at=round.closes_at - back, cancel_until=round.cancel_until - back,
        )  # fmt: skip
    return manager, rows


def main(json: bool) -> None:
    with house("attendance", web=False, worker=False) as here:
        here.django()
        from django.core.files.uploadedfile import SimpleUploadedFile
        from django.test import Client
        from django.urls import reverse

        from hcec.core.sheets import csv_bytes
        from training.actions.files import HEADINGS
        from training.models import Attendance

        manager, rows = furnish()
        client = Client(headers={"host": here.address.removeprefix("http://")})
        client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
        file = SimpleUploadedFile("attendance.csv", csv_bytes(list(HEADINGS.values()), rows))
        begun = perf_counter()
        answer = client.post(reverse("manage-attendance-file"), {"file": file})
        if answer.status_code != 302:
            raise RuntimeError(f"the upload answered {answer.status_code}")
        read = perf_counter()
        client.post(answer["Location"])
        done = perf_counter()
        count = Attendance.objects.count()
        report(
            "attendance",
            pairs=[],
            counts={
                "rows": len(rows),
                "upload and check ms": round((read - begun) * 1000),
                "apply ms": round((done - read) * 1000),
            },
            must={
                f"uploaded and applied in under {FIGURE:.0f} s": done - begun < FIGURE,
                "every row is on record": count == len(rows),
            },
            json=json,
        )
