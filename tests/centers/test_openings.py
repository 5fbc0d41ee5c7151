"""Standards and ready seats decide what a center may open (guideline 7.1 to 7.4)."""

import pytest
from django.utils import timezone

from centers.actions.openings import refuse_unfit, refuse_unready
from centers.models import Standard
from centers.refusals import Refusal
from testing.actions import sessions
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.registers import a_standard, confirmed, stations
from tests.factories.testing import ExamFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standard():
    return a_standard()


def enforce():
    Standard.objects.update(enforced_from="2020-01-01")


def unfit(center, *activities):
    with pytest.raises(Refusal) as refusal:
        refuse_unfit(center, activities, at=timezone.now())
    return str(refusal.value)


def test_before_enforcement_a_center_without_an_assessment_opens_everything():
    refuse_unfit(CenterFactory(), ["test", "public"], at=timezone.now())


def test_once_enforced_it_needs_a_confirmed_assessment():
    enforce()
    center = CenterFactory()
    assert center.name in unfit(center, "test")
    refuse_unfit(center, ["round"], at=timezone.now())


def test_a_refusal_names_the_missing_lines():
    center = CenterFactory()
    confirmed(center, met=(False, True, True, True))
    message = unfit(center, "test")
    assert "7.1" in message and ("ข้อ 1" in message or "Line 1" in message)
    refuse_unfit(center, ["public"], at=timezone.now())


def test_a_laboratory_offers_no_more_seats_than_are_ready():
    room = RoomFactory(seats=4)
    stations(room, 4, passed=3)
    refuse_unready(room, 3, at=timezone.now())
    with pytest.raises(Refusal):
        refuse_unready(room, 4, at=timezone.now())


def test_a_laboratory_without_a_register_counts_only_once_enforced():
    room = RoomFactory()
    refuse_unready(room, 40, at=timezone.now())
    enforce()
    with pytest.raises(Refusal):
        refuse_unready(room, 40, at=timezone.now())


def test_a_classroom_needs_no_workstations():
    enforce()
    refuse_unready(RoomFactory(kind="classroom"), 40, at=timezone.now())


def test_a_session_is_not_opened_against_the_standards():
    room = RoomFactory()
    confirmed(room.center, met=(True, True, False, True))
    session = SessionFactory(room=room, status="draft")
    with pytest.raises(Refusal):
        sessions.open_booking(session, by=PersonFactory(), at=timezone.now())
    session.audience_kinds = ["teacher"]
    session.save()
    sessions.open_booking(session, by=PersonFactory(), at=timezone.now())


def test_a_test_of_an_outside_provider_needs_the_lines_for_international_tests():
    room = RoomFactory()
    confirmed(room.center, met=(True, False, True, True))
    foreign = SessionFactory(room=room, status="draft", exam=ExamFactory(kind="provider"))
    with pytest.raises(Refusal, match=r"7\.2"):
        sessions.open_booking(foreign, by=PersonFactory(), at=timezone.now())


def test_a_test_of_the_centers_own_opens_without_them():
    room = RoomFactory()
    confirmed(room.center, met=(True, False, True, True))
    own = SessionFactory(room=room, status="draft", exam=ExamFactory(kind="own"))
    sessions.open_booking(own, by=PersonFactory(), at=timezone.now())


def test_a_center_that_meets_them_opens_the_provider_s_test():
    room = RoomFactory()
    confirmed(room.center)
    foreign = SessionFactory(room=room, status="draft", exam=ExamFactory(kind="provider"))
    sessions.open_booking(foreign, by=PersonFactory(), at=timezone.now())
