"""A seat is bookable while its workstation passed within the period and nothing on it is broken (6.4.8, 7.1)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from centers.actions import readiness
from centers.actions.readiness import Measures
from centers.models import Equipment, ReadinessCheck, ReadinessRule
from centers.queries import readiness as reads
from centers.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory

pytestmark = pytest.mark.django_db

GOOD = Measures(kbps=9000, skew_ms=120, width=1366, height=768, audio=True, storage=True, browser="Chromium")


@pytest.fixture
def officer():
    return PersonFactory()


@pytest.fixture
def station(officer):
    return readiness.add_stations(RoomFactory(seats=10), 3, by=officer, at=timezone.now())[1]


def check(station, officer, measures=GOOD, ago=timedelta()):
    return readiness.check(station, measures, by=officer, at=timezone.now() - ago)


def ready(station):
    return reads.ready_numbers(station.room, timezone.now())


def test_stations_are_numbered_on_from_the_last(officer):
    room = RoomFactory(seats=10)
    readiness.add_stations(room, 4, by=officer, at=timezone.now())
    more = readiness.add_stations(room, 2, by=officer, at=timezone.now())
    assert [s.number for s in more] == [5, 6]


def test_a_room_takes_no_more_stations_than_it_has_seats(officer):
    with pytest.raises(Refusal):
        readiness.add_stations(RoomFactory(seats=3), 4, by=officer, at=timezone.now())


def test_an_unchecked_station_seats_nobody(station):
    assert ready(station) == []


def test_a_passed_station_is_ready(station, officer):
    assert check(station, officer).passed
    assert ready(station) == [2]


@pytest.mark.parametrize(
    ("change", "failure"),
    [
        ({"kbps": 100}, "speed"),
        ({"skew_ms": -60_000}, "clock"),
        ({"width": 640}, "screen"),
        ({"audio": False}, "audio"),
        ({"storage": None}, "storage"),
    ],
)
def test_a_measure_that_falls_short_is_named(station, officer, change, failure):
    measures = Measures(**{**GOOD.__dict__, **change})
    assert check(station, officer, measures).failures == [failure]
    assert ready(station) == []


def test_a_pass_lapses_after_the_period_of_the_rule(station, officer):
    ReadinessRule.objects.create(in_force_from=timezone.localdate() - timedelta(days=100), valid_days=7)
    check(station, officer, ago=timedelta(days=8))
    assert ready(station) == []


def test_a_later_failure_ends_an_earlier_pass(station, officer):
    check(station, officer, ago=timedelta(days=1))
    check(station, officer, Measures())
    assert ready(station) == []


def test_a_fault_closes_its_seat_at_once_and_a_new_pass_opens_it_after_the_repair(station, officer):
    check(station, officer, ago=timedelta(hours=1))
    fault = readiness.report_fault(station=station, what="จอดับ", by=officer, at=timezone.now())
    assert ready(station) == []
    readiness.mend(fault, remedy="เปลี่ยนจอ", by=officer, at=timezone.now())
    assert ready(station) == []
    check(station, officer)
    assert ready(station) == [2]


def test_a_fault_is_mended_once(station, officer):
    fault = readiness.report_fault(station=station, what="จอดับ", by=officer, at=timezone.now())
    readiness.mend(fault, remedy="เปลี่ยนจอ", by=officer, at=timezone.now())
    with pytest.raises(Refusal):
        readiness.mend(fault, remedy="อีกครั้ง", by=officer, at=timezone.now())


def test_a_broken_device_is_marked_broken_and_good_again_when_mended(officer):
    device = readiness.keep_equipment(
        Equipment(center=CenterFactory()),
        {"name": "โปรเจกเตอร์", "kind": "ภาพ"},
        by=officer,
        at=timezone.now(),
    )
    fault = readiness.report_fault(equipment=device, what="หลอดขาด", by=officer, at=timezone.now())
    device.refresh_from_db()
    assert device.condition == Equipment.Condition.BROKEN
    readiness.mend(fault, remedy="เปลี่ยนหลอด", by=officer, at=timezone.now())
    device.refresh_from_db()
    assert device.condition == Equipment.Condition.GOOD


def test_a_check_is_never_rewritten(station, officer):
    check(station, officer, Measures())
    with pytest.raises(DatabaseError), transaction.atomic():
        ReadinessCheck.objects.update(passed=True)
