"""Pages of the uses of rooms: every date shown before it is sent, the answer, the repair, the week of a room."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centers.actions import reservations, uses
from centers.lifecycles import RoomUseStatus
from centers.models import RoomUse
from committees.models import Position
from tests.factories.centers import ReservationFactory, RoomFactory, RoomUseFactory
from tests.factories.committees import person_with

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=14 - TODAY.weekday())
FIRST = timezone.make_aware(datetime.combine(MONDAY, datetime.min.time())) + timedelta(hours=9)


@pytest.fixture
def room():
    return RoomFactory()


@pytest.fixture
def member(room):
    return person_with(Position.CENTER_OTHER, center=room.center)


@pytest.fixture
def page(client, member):
    """Signed in as an ordinary member of the center's committee."""
    client.force_login(member)
    return client


@pytest.fixture
def managing(client, room):
    client.force_login(person_with(Position.CENTER_MANAGER, center=room.center))
    return client


def ok(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def typed(room, **changes):
    until = MONDAY + timedelta(days=21)
    return {
        "room": room.pk, "purpose": "ชมรมภาษาอังกฤษ", "starts_at": f"{MONDAY.isoformat()} 09.00", "ends_at": "11.00",
        "repeats": "weekly", "until": until.isoformat(),
    } | changes  # fmt: skip


def weekly(room, member):
    return RoomUseFactory(
        room=room, asked_by=member, starts_at=FIRST, repeats="weekly", until=MONDAY + timedelta(days=21)
    )


def approved(room, member):
    return uses.approve(weekly(room, member), by=member, at=timezone.now())


def test_every_date_is_shown_with_its_clash_before_anything_is_kept(page, room):
    ReservationFactory(room=room, starts_at=FIRST + timedelta(days=7), purpose="สอบวัดระดับ")
    html = ok(page.post(reverse("manage-room-use-new"), typed(room)))
    assert "ว่าง 3 จาก 4 วัน" in html and "สอบวัดระดับ" in html
    assert not RoomUse.objects.exists()


def test_what_was_shown_is_sent_once_by_one_press_or_two(page, room, member):
    html = ok(page.post(reverse("manage-room-use-new"), typed(room)))
    part = html.split(reverse("manage-room-use-send"))[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', part))
    assert fields["purpose"] == "ชมรมภาษาอังกฤษ"
    for _press in range(2):
        page.post(reverse("manage-room-use-send"), fields)
    use = RoomUse.objects.get()
    assert (use.asked_by, use.dates.count(), use.status) == (member, 4, RoomUseStatus.ASKED)


def test_the_boxes_of_a_browser_without_javascript_come_through_too(page, room):
    year = MONDAY.year + 543
    parts = {
        "starts_at_day": MONDAY.day, "starts_at_month": MONDAY.month, "starts_at_year": year, "starts_at_time": "9.00",
        "until_day": "", "until_month": "", "until_year": "",
    }  # fmt: skip
    sent = {k: v for k, v in typed(room, repeats="").items() if k not in ("starts_at", "until")} | parts
    html = ok(page.post(reverse("manage-room-use-new"), sent))
    assert f'name="starts_at_year" value="{year}"' in html


def test_a_room_that_is_taken_throughout_cannot_be_sent(page, room):
    ReservationFactory(room=room, starts_at=FIRST, purpose="อบรม")
    sent = typed(room, repeats="", until="")
    assert reverse("manage-room-use-send") not in ok(page.post(reverse("manage-room-use-new"), sent))
    assert "อบรม" in ok(page.post(reverse("manage-room-use-send"), sent))
    assert not RoomUse.objects.exists()


def test_rooms_of_another_center_are_not_offered(page):
    other = RoomFactory()
    assert ok(page.post(reverse("manage-room-use-new"), typed(other)))
    page.post(reverse("manage-room-use-send"), typed(other))
    assert not RoomUse.objects.exists()


def test_the_manager_sees_the_clashes_and_answers(managing, room, member):
    use = weekly(room, member)
    ReservationFactory(room=room, starts_at=FIRST, purpose="สอบวัดระดับ")
    assert "คำขอใช้ห้องที่รอคำตอบ" in ok(managing.get(reverse("home")))
    assert "สอบวัดระดับ" in ok(managing.get(reverse("manage-room-use", args=[use.pk])))
    managing.post(reverse("manage-room-use-approve", args=[use.pk]), {"words": "ปิดไฟด้วย"})
    use.refresh_from_db()
    assert (use.status, use.answer) == ("approved", "ปิดไฟด้วย")
    assert list(use.dates.order_by("starts_at").values_list("status", flat=True))[0] == "skipped"


def test_a_request_is_not_turned_down_without_words(managing, room, member):
    use = weekly(room, member)
    assert managing.post(reverse("manage-room-use-decline", args=[use.pk]), {}).status_code == 200
    managing.post(reverse("manage-room-use-decline", args=[use.pk]), {"words": "มีสอบ"})
    use.refresh_from_db()
    assert use.status == "declined"


def test_an_ordinary_member_sees_no_answer_to_give(page, room, member):
    use = weekly(room, member)
    assert reverse("manage-room-use-approve", args=[use.pk]) not in ok(
        page.get(reverse("manage-room-use", args=[use.pk]))
    )
    assert page.post(reverse("manage-room-use-approve", args=[use.pk])).status_code == 403


def test_a_skipped_date_that_is_free_again_is_taken_with_one_press(page, room, member):
    other = ReservationFactory(room=room, starts_at=FIRST, purpose="สอบวัดระดับ")
    use = approved(room, member)
    assert "วันที่ข้ามไปซึ่งว่างแล้ว" not in ok(page.get(reverse("home")))
    reservations.release(other)
    assert "วันที่ข้ามไปซึ่งว่างแล้ว" in ok(page.get(reverse("home")))
    assert use.purpose in ok(page.get(reverse("manage-room-uses") + "?mine=free"))
    ok(page.post(reverse("manage-room-use-repair", args=[use.pk]), follow=True))
    assert use.dates.filter(status="held").count() == 4


def test_a_weekly_hold_is_confirmed_with_one_press(page, room, member):
    use = approved(room, member)
    RoomUse.objects.filter(pk=use.pk).update(confirm_by=TODAY + timedelta(days=3))
    assert "ห้องที่จองรายสัปดาห์ซึ่งต้องยืนยันอีกครั้ง" in ok(page.get(reverse("home")))
    assert use.purpose in ok(page.get(reverse("manage-room-uses") + "?mine=due"))
    ok(page.post(reverse("manage-room-use-confirm", args=[use.pk]), follow=True))
    use.refresh_from_db()
    assert use.confirm_by == TODAY + timedelta(days=28)


def test_one_date_and_then_the_rest_is_given_back(page, room, member):
    use = approved(room, member)
    first = use.dates.earliest("starts_at")
    ok(page.post(reverse("manage-room-use-let-go", args=[first.pk]), follow=True))
    ok(page.post(reverse("manage-room-use-withdraw", args=[use.pk]), follow=True))
    assert set(use.dates.values_list("status", flat=True)) == {"given_back"}


def test_another_member_changes_nothing_of_it(client, room, member):
    use = approved(room, member)
    client.force_login(person_with(Position.CLERK, center=room.center))
    assert client.post(reverse("manage-room-use-withdraw", args=[use.pk])).status_code == 404


def test_the_week_shows_what_has_the_room_and_what_is_asked_for(page, room, member):
    ReservationFactory(room=room, starts_at=FIRST + timedelta(hours=4), purpose="สอบวัดระดับ")
    ReservationFactory(room=room, starts_at=FIRST + timedelta(days=7), purpose="สัปดาห์หน้า")
    use = weekly(room, member)
    html = ok(page.get(reverse("manage-room-week", args=[room.pk]) + f"?from={MONDAY + timedelta(days=3)}"))
    assert "สอบวัดระดับ" in html and use.purpose in html and "สัปดาห์หน้า" not in html
    assert html.index(use.purpose) < html.index("สอบวัดระดับ")


@pytest.mark.parametrize("wrong", ["?from=x", "?from=9999-12-31", "?from=0001-01-01"])
def test_a_week_that_is_none_is_this_one(page, room, wrong):
    ok(page.get(reverse("manage-room-week", args=[room.pk]) + wrong))


def test_a_use_with_many_dates_costs_the_queries_of_one_with_few(page, room, member):
    def asked(use):
        with CaptureQueriesContext(connection) as queries:
            ok(page.get(reverse("manage-room-use", args=[use.pk])))
        return len(queries)

    few = approved(room, member)
    many = RoomUseFactory(
        room=RoomFactory(center=room.center), asked_by=member, starts_at=FIRST, repeats="weekly",
        until=MONDAY + timedelta(days=200),
    )  # fmt: skip
    uses.approve(many, by=member, at=timezone.now())
    asked(few)
    assert asked(many) == asked(few) <= 12
