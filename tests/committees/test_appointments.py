"""Seats are filled by order, inside one's branch, never by oneself, and the powers come and go with them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.actions import appointments
from committees.models import Appointment, Level, Position
from committees.queries import access_of
from committees.refusals import Refusal
from hcec.accounts.models import Notice
from hcec.core.access import Permission
from hcec.core.models import AuditEntry
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import AppointmentFactory, CommitteeFactory, person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def committee(center):
    return CommitteeFactory(center=center)


@pytest.fixture
def area_director(center):
    return person_with(Position.AREA_DIRECTOR, province=center.province)


@pytest.fixture
def officer():
    return person_with(Position.OBEC_OFFICER)


def appoint(committee, person, position, by, **changes):
    today = timezone.localdate()
    order = {"starts_on": today, "order_number": "12/2569", "order_date": today} | changes
    return appointments.appoint(committee, person, position, **order, by=by, at=timezone.now())


def test_an_appointment_gives_the_powers_of_the_seat_from_its_first_day(committee, area_director):
    person, today = PersonFactory(), timezone.localdate()
    appoint(committee, person, Position.CENTER_MANAGER, area_director, starts_on=today + timedelta(days=3))
    assert not access_of(person, today).can(Permission.SESSION_MANAGE)
    assert access_of(person, today + timedelta(days=3)).can(Permission.SESSION_MANAGE)


def test_an_appointment_is_told_and_written_down(committee, area_director):
    person = PersonFactory()
    seated = appoint(committee, person, Position.CLERK, area_director)
    assert Notice.objects.get(person=person).path == "/my/powers"
    entry = AuditEntry.objects.get(verb="appointment.appoint")
    assert (entry.actor_id, entry.subject_id, entry.facts["order"]) == (
        area_director.pk,
        str(seated.pk),
        "12/2569",
    )


def test_nobody_appoints_themself(committee, area_director):
    with pytest.raises(Refusal):
        appoint(committee, area_director, Position.SCHOOL_DIRECTOR, area_director)
    assert not Appointment.objects.filter(committee=committee).exists()


@pytest.mark.parametrize("position", [Position.OBEC_OFFICER, Position.SUPERVISOR, Position.MINISTRY_MEMBER])
def test_a_position_belongs_to_its_level(committee, officer, position):
    with pytest.raises(Refusal):
        appoint(committee, PersonFactory(), position, officer)


def test_a_seat_that_may_appoint_is_filled_from_above(center, area_director, officer):
    provincial = CommitteeFactory(level=Level.PROVINCE, province=center.province, center=None)
    with pytest.raises(Refusal):
        appoint(provincial, PersonFactory(), Position.AREA_DIRECTOR, area_director)
    assert appoint(provincial, PersonFactory(), Position.AREA_DIRECTOR, officer)


def test_obec_fills_its_own_seats_but_not_for_itself(officer):
    obec = CommitteeFactory(level=Level.OBEC, center=None)
    assert appoint(obec, PersonFactory(), Position.OBEC_OFFICER, officer)
    with pytest.raises(Refusal):
        appoint(obec, officer, Position.OBEC_MEMBER, officer)


def test_a_center_has_one_manager_at_a_time(committee, area_director):
    today = timezone.localdate()
    first = appoint(committee, PersonFactory(), Position.CENTER_MANAGER, area_director)
    with pytest.raises(Refusal, match="เลขานุการ"):
        appoint(committee, PersonFactory(), Position.CENTER_MANAGER, area_director)
    appointments.end(first, on=today, by=area_director, at=timezone.now())
    assert appoint(
        committee,
        PersonFactory(),
        Position.CENTER_MANAGER,
        area_director,
        starts_on=today + timedelta(days=1),
    )


def test_a_person_sits_once_on_a_committee(committee, area_director):
    person = PersonFactory()
    appoint(committee, person, Position.CLERK, area_director)
    with pytest.raises(Refusal):
        appoint(committee, person, Position.ICT_OFFICER, area_director)


@pytest.mark.parametrize("who", [{"is_active": False}, {"first_name_th": "", "first_name_en": ""}])
def test_a_member_is_known_by_name_and_account(committee, area_director, who):
    with pytest.raises(Refusal):
        appoint(committee, PersonFactory(**who), Position.CLERK, area_director)


def test_the_last_day_never_comes_before_the_first(committee, area_director):
    with pytest.raises(Refusal):
        appoint(
            committee, PersonFactory(), Position.CLERK, area_director,
            ends_on=timezone.localdate() - timedelta(days=1),
        )  # fmt: skip


def test_ending_takes_the_powers_away_with_the_last_day(committee, area_director):
    seated, today = AppointmentFactory(committee=committee), timezone.localdate()
    appointments.end(seated, on=today, by=area_director, at=timezone.now())
    assert access_of(seated.person, today).can(Permission.CHECK_IN)
    assert not access_of(seated.person, today + timedelta(days=1)).can(Permission.CHECK_IN)
    assert Notice.objects.filter(person=seated.person).count() == 1


def test_what_ended_does_not_end_again(committee, area_director):
    seated, today = AppointmentFactory(committee=committee), timezone.localdate()
    appointments.end(seated, on=today, by=area_director, at=timezone.now())
    with pytest.raises(Refusal):
        appointments.end(seated, on=today, by=area_director, at=timezone.now())


def test_nobody_ends_their_own_appointment(area_director):
    with pytest.raises(Refusal):
        appointments.end(
            area_director.appointments.get(), on=timezone.localdate(), by=area_director, at=timezone.now()
        )


def posted(client, committee, email, **changes):
    today = timezone.localdate()
    day = {
        "starts_on": today.isoformat(),
        "order_date": today.isoformat(),
        "order_number": "๑๒/๒๕๖๙",
        "ends_on": "",
    }
    data = day | {"position": Position.CLERK, "email": email} | changes
    return client.post(reverse("appoint", kwargs={"pk": committee.pk}), data)


@pytest.fixture
def as_director(client, area_director):
    client.force_login(area_director, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_page_appoints_by_the_address_of_an_account(as_director, committee):
    person = PersonFactory()
    answer = posted(as_director, committee, person.email.upper())
    assert answer.url == reverse("committee", kwargs={"pk": committee.pk})
    assert person.name in as_director.get(answer.url).content.decode()


def test_an_unknown_address_is_refused_beside_the_field(as_director, committee):
    page = posted(as_director, committee, "nobody@example.org").content.decode()
    assert "ไม่มีบัญชีใดใช้ที่อยู่อีเมลนี้" in page
    assert "nobody@example.org" in page, "what was typed is still there"


def test_another_province_is_not_there(as_director):
    elsewhere = CommitteeFactory()
    assert posted(as_director, elsewhere, PersonFactory().email).status_code == 404
    seated = AppointmentFactory(committee=elsewhere)
    assert as_director.post(reverse("appointment-end", kwargs={"pk": seated.pk}), {}).status_code == 404


def test_the_committee_page_shows_every_seat_and_what_is_vacant(as_director, committee):
    page = as_director.get(reverse("committee", kwargs={"pk": committee.pk})).content.decode()
    assert page.count("<h3>") >= 7, "the seven seats of appendix C"
    assert "ว่าง" in page


def test_the_list_of_committees_costs_the_same_for_one_and_many(
    as_director, center, django_assert_max_num_queries
):
    for _ in range(5):
        CommitteeFactory(center=CenterFactory(province=center.province))
    with django_assert_max_num_queries(12):
        assert as_director.get(reverse("committees")).status_code == 200


def test_my_powers_name_each_power_and_its_paragraph(as_director):
    page = as_director.get(reverse("powers")).content.decode()
    assert "แต่งตั้งคณะกรรมการ" in page
    assert "P.1" in page


def test_who_holds_no_seat_reads_so(client):
    client.force_login(PersonFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "ท่านไม่ได้ดำรงตำแหน่งในคณะกรรมการ" in client.get(reverse("powers")).content.decode()


def test_an_acting_manager_stands_beside_the_one_she_acts_for(center, committee, area_director):
    person_with(Position.CENTER_MANAGER, center=center)
    until = timezone.localdate() + timedelta(days=30)
    acting = appoint(
        committee, PersonFactory(), Position.CENTER_MANAGER, area_director, ends_on=until, acting=True
    )
    assert acting.acting and access_of(acting.person, until).can(Permission.SESSION_MANAGE)
    assert not access_of(acting.person, until + timedelta(days=1)).can(Permission.SESSION_MANAGE)


def test_an_acting_holder_acts_until_a_stated_day(committee, area_director):
    with pytest.raises(Refusal):
        appoint(committee, PersonFactory(), Position.CENTER_MANAGER, area_director, acting=True)


def test_only_an_acting_holder_acts_by_delegation(committee, area_director):
    until = timezone.localdate() + timedelta(days=30)
    with pytest.raises(Refusal, match="ปฏิบัติราชการแทน"):
        appoint(committee, PersonFactory(), Position.CLERK, area_director, ends_on=until, on_behalf=True)
    seat = appoint(
        committee,
        PersonFactory(),
        Position.SCHOOL_DIRECTOR,
        area_director,
        ends_on=until,
        acting=True,
        on_behalf=True,
    )
    assert seat.on_behalf


def test_obec_sees_every_power_with_its_paragraph(officer, client):
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(reverse("powers-matrix")).content.decode()
    assert str(Permission.CERTIFICATE_ISSUE.label) in page and "C.1" in page
