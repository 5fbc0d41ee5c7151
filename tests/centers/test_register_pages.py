"""Pages of a center's registers: history, equipment, laboratories, readiness checks, pictures."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from centers.actions import photos, readiness
from centers.models import Announcement, Equipment, Fault, Photo, ReadinessCheck
from centers.refusals import Refusal
from committees.models import Position
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.committees import person_with
from tests.factories.registers import a_picture, stations

pytestmark = pytest.mark.django_db
MEASURED = {
    "kbps": 9000,
    "skew_ms": -40,
    "width": 1366,
    "height": 768,
    "audio": "on",
    "storage": "on",
    "browser": "X",
}


@pytest.fixture
def room():
    return RoomFactory(seats=4)


@pytest.fixture
def page(client, room):
    """Signed in as the ICT officer of the room's center."""
    client.force_login(person_with(Position.ICT_OFFICER, center=room.center))
    return client


@pytest.fixture
def obec(client):
    client.force_login(person_with(Position.OBEC_OFFICER))
    return client


def ok(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_obec_announces_and_the_center_follows_in_public(obec, client):
    center = CenterFactory()
    sent = {"kind": "suspend", "number": "9/2569", "announced_on": "1/11/2569", "effective_on": "5/11/2569"}
    answer = obec.post(reverse("manage-announce", args=[center.pk]), sent)
    assert answer.status_code == 302
    client.logout()
    history = ok(client.get(reverse("center-history", args=[center.code])))
    assert "9/2569" in history and "5 พ.ย. 2569" in history
    center.refresh_from_db()
    assert center.status == "suspended"


def test_an_announcement_that_cannot_follow_comes_back_with_the_reason(obec):
    center = CenterFactory(status="closed")
    sent = {"kind": "open", "number": "9/2569", "announced_on": "1/11/2569", "effective_on": "5/11/2569"}
    assert "9/2569" in ok(obec.post(reverse("manage-announce", args=[center.pk]), sent))
    assert not Announcement.objects.exists()


def test_only_a_pdf_is_taken_as_the_document(obec):
    center = CenterFactory()
    sent = {"kind": "open", "number": "9/2569", "announced_on": "1/11/2569", "effective_on": "5/11/2569"}
    answer = obec.post(reverse("manage-announce", args=[center.pk]), sent | {"document": a_picture("a.pdf")})
    assert "PDF" in ok(answer) and not Announcement.objects.exists()


def test_a_device_is_written_down_breaks_and_is_mended(page, room):
    answer = page.post(
        reverse("manage-equipment-new"),
        {"name": "เครื่องฉาย", "kind": "เครื่องฉาย", "condition": "good", "room": room.pk},
    )
    device = Equipment.objects.get()
    assert answer["Location"] == reverse("manage-equipment-item", args=[device.pk])
    page.post(reverse("manage-equipment-fault", args=[device.pk]), {"what": "หลอดขาด"})
    fault = Fault.objects.get(equipment=device)
    assert "หลอดขาด" in ok(page.get(reverse("manage-equipment-item", args=[device.pk])))
    page.post(reverse("manage-fault-mend", args=[fault.pk]), {"remedy": "เปลี่ยนหลอด"})
    assert "เปลี่ยนหลอด" in ok(page.get(reverse("manage-equipment-item", args=[device.pk])))


def test_a_room_of_another_center_is_no_place_for_a_device(page):
    elsewhere = RoomFactory()
    answer = page.post(
        reverse("manage-equipment-new"), {"name": "ก", "kind": "ข", "condition": "good", "room": elsewhere.pk}
    )
    assert answer.status_code == 200 and not Equipment.objects.exists()


def test_workstations_are_added_and_shown_with_their_state(page, room):
    page.post(reverse("manage-lab-add", args=[room.pk]), {"how_many": 3})
    assert ok(page.get(reverse("manage-lab", args=[room.pk]))).count('<li class="tone-quiet"') == 3


def test_more_workstations_than_seats_are_refused_in_words(page, room):
    assert "4" in ok(page.post(reverse("manage-lab-add", args=[room.pk]), {"how_many": 5}))
    assert room.stations.count() == 0


def test_what_the_browser_measured_makes_the_seat_ready(page, room):
    station = stations(room, 1, passed=0)[0]
    ok(page.get(reverse("manage-station-check", args=[station.pk])))
    page.post(reverse("manage-station-check", args=[station.pk]), MEASURED)
    check = ReadinessCheck.objects.get()
    assert check.passed and not check.by_hand
    assert "พร้อมใช้" in ok(page.get(reverse("manage-station", args=[station.pk])))


def test_a_check_by_hand_says_so_and_names_what_fell_short(page, room):
    station = stations(room, 1, passed=0)[0]
    answer = page.post(
        reverse("manage-station-by-hand", args=[station.pk]), MEASURED | {"audio": ""}, follow=True
    )
    assert ReadinessCheck.objects.get().by_hand and "เสียง" in ok(answer)


def test_a_machine_out_of_use_is_not_checked(page, room):
    station = stations(room, 1, passed=0)[0]
    page.post(reverse("manage-station-use", args=[station.pk, "out"]))
    page.post(reverse("manage-station-check", args=[station.pk]), MEASURED)
    assert not ReadinessCheck.objects.exists()


def test_the_overview_says_how_many_are_ready_and_why_not_the_others(page, room):
    rows = stations(room, 3, passed=2)
    readiness.report_fault(station=rows[0], what="จอดับ", by=PersonFactory(), at=timezone.now())
    text = ok(page.get(reverse("manage-labs")))
    assert "1 จาก 3" in text and "ชำรุด 1" in text and "ยังไม่เคยตรวจ 1" in text


def test_the_noise_cannot_be_compressed_or_kept(page):
    answer = page.get(reverse("manage-readiness-payload", args=[64]))
    assert len(answer.content) == 64 * 1024 and "no-store" in answer["Cache-Control"]
    assert page.get(reverse("manage-readiness-payload", args=[65])).status_code == 404


def test_the_clock_is_the_servers(page):
    now = timezone.now().timestamp() * 1000
    assert abs(page.get(reverse("manage-readiness-clock")).json()["now"] - now) < 60_000


def test_a_picture_is_drawn_anew_without_its_place(page, room, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[0x010F] = "Telephone"
    page.post(
        reverse("manage-photos", args=[room.center_id]),
        {"image": a_picture(size=(3000, 1000), exif=exif), "caption": "หน้าอาคาร", "room": room.pk},
    )
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (1600, 533)
    page.logout()
    answer = page.get(reverse("center-photo", args=[photo.pk]))
    drawn = Image.open(BytesIO(b"".join(answer.streaming_content)))
    assert drawn.format == "JPEG" and not drawn.getexif()
    assert "หน้าอาคาร" in ok(page.get(reverse("center", args=[room.center.code])))


@pytest.mark.parametrize("data", [b"<svg/>", b"\xff\xd8\xff not really", b"GIF89a"])
def test_what_only_pretends_to_be_a_picture_is_refused(room, data):
    with pytest.raises(Refusal):
        photos.add(
            room.center, file=BytesIO(data), size=9, caption="x", by=PersonFactory(), at=timezone.now()
        )


def test_a_picture_is_taken_away_with_its_file(
    page, room, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    file = a_picture()
    photo = photos.add(room.center, file=file, size=9, caption="x", by=PersonFactory(), at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        page.post(reverse("manage-photo-remove", args=[photo.pk]))
    assert not Photo.objects.exists() and not list(tmp_path.rglob("*.jpg"))


def test_lists_cost_the_same_for_one_row_and_for_many(page, room, django_assert_max_num_queries):
    def cost(name):
        with django_assert_max_num_queries(60) as queries:
            ok(page.get(reverse(name)))
        return len(queries)

    names = ("manage-labs", "manage-equipment", "manage-faults", "manage-announcements", "manage-standards")

    def more():
        number = Announcement.objects.count() + 1
        device = Equipment.objects.create(center=room.center, name=f"ก{number}", kind="ข", room=room)
        readiness.report_fault(equipment=device, what="เสีย", by=PersonFactory(), at=timezone.now())
        station = stations(RoomFactory(center=room.center), 2)[0]
        readiness.report_fault(station=station, what="เสีย", by=PersonFactory(), at=timezone.now())
        day = timezone.localdate()
        Announcement.objects.create(
            center=room.center, kind="open", number=str(number), announced_on=day, effective_on=day,
            by=PersonFactory(), at=timezone.now(),
        )  # fmt: skip

    more()
    for name in names:
        ok(page.get(reverse(name)))  # what is remembered from one request to the next
    few = {name: cost(name) for name in names}
    more()
    more()
    assert {name: cost(name) for name in names} == few
