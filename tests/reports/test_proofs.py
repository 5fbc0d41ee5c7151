"""Duties of centers and committees are proved by what training, testing, certificates and registers show."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.actions import readiness
from centers.models import Announcement, Equipment
from committees.models import Level, Partner, Position, Support
from committees.queries import ledger
from hcec.core.thai import fiscal_year
from testing.lifecycles import BookingStatus
from tests.factories.accounts import PersonFactory
from tests.factories.centers import AffiliationFactory, CenterFactory, RoomFactory, WorkplaceFactory
from tests.factories.committees import CommitteeFactory, person_with
from tests.factories.registers import a_standard, signed, stations
from tests.factories.testing import BookingFactory, SessionFactory, finalised_session
from tests.factories.training import CourseFactory, CurriculumFactory, a_completion, held_round
from tests.factories.verification import a_certificate, session_with_results

pytestmark = pytest.mark.django_db


def proof_of(committee, code: str) -> list[str]:
    """The addresses that prove a duty in the running year and the one before."""
    now = fiscal_year(timezone.localdate())
    lines = [line for year in (now - 1, now, now + 1) for line in ledger.lines([committee], year)]
    return [line.path for line in lines if line.obligation.code == code and line.done_on]


@pytest.fixture
def committee():
    return CommitteeFactory(center=CenterFactory())


@pytest.fixture
def obec():
    return CommitteeFactory(level=Level.OBEC, center=None)


def test_a_round_that_was_held_proves_that_the_center_trains(committee):
    round = held_round(center=committee.center)
    assert proof_of(committee, "center-train") == [f"/courses/{round.pk}/"]


def test_a_round_of_another_center_proves_nothing_here(committee):
    held_round(center=CommitteeFactory(center=CenterFactory()).center)
    assert proof_of(committee, "center-train") == []


def test_a_session_that_was_held_proves_that_the_center_tests(committee):
    session = finalised_session(room=RoomFactory(center=committee.center))
    assert proof_of(committee, "center-test") == [f"/tests/{session.pk}/"]


def test_released_results_prove_their_release(committee):
    session = session_with_results(2, center=committee.center)
    assert proof_of(committee, "center-results") == [f"/tests/{session.pk}/"]


def test_an_issued_certificate_proves_that_the_center_certifies(committee):
    a_certificate(center=committee.center)
    center = committee.center
    assert proof_of(committee, "center-certify") == [f"/branch/{center.province.code}/{center.code}/"]


def test_an_announced_session_proves_that_the_calendar_is_open(committee):
    SessionFactory(room=RoomFactory(center=committee.center))
    assert len(proof_of(committee, "center-calendar")) == 1


def test_a_quarter_is_evaluated_when_every_activity_in_it_is_decided(committee):
    finalised_session(room=RoomFactory(center=committee.center))
    assert len(proof_of(committee, "center-evaluate")) == 1


def test_one_undecided_activity_keeps_its_quarter_open(committee):
    round = held_round(center=committee.center)
    at = round.ends_at - timedelta(hours=3)
    finalised_session(at, room=RoomFactory(center=committee.center))
    assert proof_of(committee, "center-evaluate") == []


def test_a_checked_workstation_proves_the_month(committee):
    room = RoomFactory(center=committee.center, kind="lab", seats=10)
    stations(room, 1)
    assert proof_of(committee, "center-systems") == [f"/manage/labs/{room.pk}/"]


def test_a_line_of_the_register_proves_that_it_is_kept(committee):
    device = readiness.keep_equipment(
        Equipment(center=committee.center),
        {"name": "เครื่องฉาย", "kind": "projector"},
        by=PersonFactory(),
        at=timezone.now(),
    )
    assert proof_of(committee, "center-ict") == [f"/manage/equipment/{device.pk}/"]


def test_a_signed_assessment_proves_itself_and_a_draft_does_not(committee):
    a_standard()
    assert proof_of(committee, "center-standards") == []
    signed(committee.center)
    assert proof_of(committee, "center-standards") == [f"/manage/centers/{committee.center_id}/standards/"]


def test_support_from_a_partner_proves_that_the_province_finds_resources():
    center = CenterFactory()
    province = CommitteeFactory(level=Level.PROVINCE, province=center.province, center=None)
    today = timezone.localdate()
    partner = Partner.objects.create(
        committee=province, name="มหาวิทยาลัย", agreement="MOU", starts_on=today, ends_on=today
    )
    Support.objects.create(partner=partner, on=today, what="วิทยากร", activity="อบรม")
    assert proof_of(province, "province-resources") == [f"/committees/partners/{partner.pk}/"]


def test_an_announcement_about_a_center_proves_obecs_duty(committee, obec):
    today = timezone.localdate()
    Announcement.objects.create(
        center=committee.center, kind="open", number="1/2569", announced_on=today, effective_on=today,
        by=PersonFactory(), at=timezone.now(),
    )  # fmt: skip
    assert proof_of(obec, "obec-announce") == [f"/centers/{committee.center.code}/history/"]


def test_a_trained_member_of_a_committee_proves_that_obec_trains_them(obec, committee):
    clerk = person_with(Position.CLERK, center=committee.center)
    a_completion(center=committee.center)
    assert proof_of(obec, "obec-train") == []
    enrolment = a_completion(center=committee.center, first=clerk)
    assert proof_of(obec, "obec-train") == [f"/courses/{enrolment.round_id}/"]


def test_teachers_are_served_in_every_field_when_every_curriculum_has_had_a_round(obec):
    english, coding = CurriculumFactory(), CurriculumFactory(code="coding", clause="5.1.4")
    held_round(course=CourseFactory(curriculum=english))
    assert proof_of(obec, "obec-catalogue") == []
    held_round(course=CourseFactory(curriculum=coding))
    assert proof_of(obec, "obec-catalogue") == ["/courses/"]


def test_the_ministry_serves_every_affiliation_that_the_guideline_names():
    ministry = CommitteeFactory(level=Level.MINISTRY, center=None)
    session = finalised_session()
    for code in ("obec", "ovec", "opec", "dole"):
        assert proof_of(ministry, "ministry-affiliations") == []
        person = PersonFactory()
        WorkplaceFactory(person=person, affiliation=AffiliationFactory(code=code))
        BookingFactory(session=session, person=person, status=BookingStatus.ATTENDED)
    assert proof_of(ministry, "ministry-affiliations") == ["/branch/"]
