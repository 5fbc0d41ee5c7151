"""A center keeps its own page, its rooms and the times in which one is shut."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from centers.actions import centers, reservations, rooms
from centers.models import Center, Room
from centers.refusals import Refusal
from committees.models import Position
from hcec.core.models import AuditEntry
from tests.factories.centers import CenterFactory, ReservationFactory, RoomFactory
from tests.factories.committees import person_with

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def room():
    return RoomFactory()


@pytest.fixture
def manager(room):
    return person_with(Position.CENTER_MANAGER, center=room.center)


@pytest.fixture
def page(client, manager):
    client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def tomorrow(hours=0):
    return NOW() + timedelta(days=1, hours=hours)


def test_a_center_describes_itself_and_the_change_is_written_down(room, manager):
    center = centers.describe(
        room.center, by=manager, at=NOW(), phone="02 000 0000", opening_hours="จันทร์ถึงศุกร์"
    )
    assert Center.objects.get(pk=center.pk).phone == "02 000 0000"
    assert AuditEntry.objects.get(verb="center.describe").facts == {"fields": ["opening_hours", "phone"]}


def test_a_description_without_a_change_writes_nothing(room, manager):
    centers.describe(room.center, by=manager, at=NOW(), phone="")
    assert not AuditEntry.objects.filter(verb="center.describe").exists()


@pytest.mark.parametrize("field", ["name_th", "status", "host_verified", "province"])
def test_name_host_and_state_are_not_the_centers_to_change(room, manager, field):
    with pytest.raises(TypeError):
        centers.describe(room.center, by=manager, at=NOW(), **{field: "x"})


def test_obec_confirms_a_host_once(manager):
    center = CenterFactory(host_verified=False)
    centers.confirm_host(center, by=manager, at=NOW())
    centers.confirm_host(center, by=manager, at=NOW())
    assert Center.objects.get(pk=center.pk).host_verified
    assert AuditEntry.objects.filter(verb="center.confirm_host").count() == 1


def test_a_center_without_a_host_school_cannot_be_confirmed(manager):
    with pytest.raises(Refusal):
        centers.confirm_host(CenterFactory(host_verified=False, host_school=None), by=manager, at=NOW())


def test_a_room_is_added_once_under_a_name(room, manager):
    with pytest.raises(Refusal):
        rooms.add(room.center, by=manager, at=NOW(), name_th=room.name_th, kind="lab", seats=30)
    assert rooms.add(RoomFactory().center, by=manager, at=NOW(), name_th=room.name_th, kind="lab", seats=30)


def test_a_room_with_something_planned_stays_in_use(room, manager):
    ReservationFactory(room=room, purpose="สอบภาษาอังกฤษ")
    with pytest.raises(Refusal, match="สอบภาษาอังกฤษ"):
        rooms.change(room, by=manager, at=NOW(), active=False)
    assert Room.objects.get(pk=room.pk).active


def test_a_closed_time_takes_the_room(room, manager):
    rooms.close(room, starts_at=tomorrow(), ends_at=tomorrow(8), reason="ซ่อมแอร์", by=manager, at=NOW())
    with pytest.raises(Refusal, match="ซ่อมแอร์"):
        reservations.hold(room, starts_at=tomorrow(2), ends_at=tomorrow(4), purpose="สอบ")


def test_a_taken_time_cannot_be_closed(room, manager):
    ReservationFactory(room=room, starts_at=tomorrow(), ends_at=tomorrow(2), purpose="อบรม")
    with pytest.raises(Refusal, match="อบรม"):
        rooms.close(room, starts_at=tomorrow(1), ends_at=tomorrow(3), reason="ซ่อม", by=manager, at=NOW())


def test_a_time_given_back_is_free_again(room, manager):
    closure = rooms.close(room, starts_at=tomorrow(), ends_at=tomorrow(8), reason="ซ่อม", by=manager, at=NOW())
    rooms.reopen(closure, by=manager, at=NOW())
    rooms.reopen(closure, by=manager, at=NOW())
    assert reservations.hold(room, starts_at=tomorrow(2), ends_at=tomorrow(4), purpose="สอบ")


def posted_room(**changes):
    return {
        "name_th": "ห้องใหม่",
        "name_en": "",
        "kind": "lab",
        "seats": "35",
        "workstations": "35",
        "active": "on",
    } | changes


def test_the_page_adds_a_room(page, room):
    page.post(reverse("manage-room-add", kwargs={"pk": room.center_id}), posted_room())
    assert Room.objects.get(name_th="ห้องใหม่").seats == 35


@pytest.mark.parametrize("seats", ["0", "2001", "หลายที่", ""])
def test_a_wrong_number_of_seats_is_said_beside_the_field(page, room, seats):
    answer = page.post(reverse("manage-room-add", kwargs={"pk": room.center_id}), posted_room(seats=seats))
    assert answer.status_code == 200
    assert "field-bad" in answer.content.decode()
    assert not Room.objects.filter(name_th="ห้องใหม่").exists()


def test_a_refusal_stands_in_the_form_with_what_was_typed(page, room):
    ReservationFactory(room=room, starts_at=tomorrow(), ends_at=tomorrow(10), purpose="อบรม")
    at = timezone.localtime(tomorrow(1))
    answer = page.post(
        reverse("manage-room-close", kwargs={"pk": room.pk}),
        {
            "starts_at": at.isoformat()[:16],
            "ends_at": (at + timedelta(hours=1)).isoformat()[:16],
            "reason": "ซ่อมพัดลม",
        },
    )
    html = answer.content.decode()
    assert "อบรม" in html
    assert "ซ่อมพัดลม" in html


def test_the_staff_see_that_a_host_is_a_placeholder(page, room):
    Center.objects.filter(pk=room.center_id).update(host_verified=False)
    html = page.get(reverse("manage-center", kwargs={"pk": room.center_id})).content.decode()
    assert "ข้อมูลตัวอย่าง รอการยืนยัน" in html
    assert room.center.host_school.name_th in html
