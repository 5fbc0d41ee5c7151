"""Powers come from appointments alone and hold only inside their branch."""

from datetime import timedelta

import pytest
from django.utils import timezone

from centers.models import Center
from committees.models import Appointment, Position
from committees.queries import access_of
from hcec.core.access import Access, Permission, Reach
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with

pytestmark = pytest.mark.django_db


def access(person, days=0):
    return access_of(person, timezone.localdate() + timedelta(days=days))


def test_a_person_without_an_appointment_may_do_nothing():
    assert access(PersonFactory()) == Access()


def test_a_manager_reaches_her_own_center_only():
    mine, other = CenterFactory(), CenterFactory()
    manager = person_with(Position.CENTER_MANAGER, center=mine)
    assert list(Center.objects.within(access(manager), Permission.SESSION_MANAGE)) == [mine]
    assert other not in Center.objects.within(access(manager), Permission.SESSION_MANAGE)


def test_a_supervisor_reaches_every_center_of_the_province_and_no_other():
    center, other = CenterFactory(), CenterFactory()
    supervisor = person_with(Position.SUPERVISOR, province=center.province)
    assert set(Center.objects.within(access(supervisor), Permission.FIGURES_VIEW)) == {center}
    assert other.province != center.province


def test_an_obec_officer_reaches_the_nation():
    centers = {CenterFactory(), CenterFactory()}
    officer = person_with(Position.OBEC_OFFICER)
    assert set(Center.objects.within(access(officer), Permission.FIGURES_VIEW)) == centers


def test_two_appointments_add_up():
    person = person_with(Position.CENTER_MANAGER, center=CenterFactory())
    person_with(Position.CLERK, center=CenterFactory(), person=person)
    assert len(access(person).reach(Permission.CHECK_IN).centers) == 2


def test_powers_end_with_the_last_day_of_the_appointment():
    manager = person_with(Position.CENTER_MANAGER, center=CenterFactory())
    Appointment.objects.update(ends_on=timezone.localdate())
    assert access(manager).can(Permission.SESSION_MANAGE)
    assert not access(manager, days=1).can(Permission.SESSION_MANAGE)


def test_a_disabled_account_has_no_powers():
    manager = person_with(Position.CENTER_MANAGER, center=CenterFactory())
    manager.is_active = False
    assert access(manager) == Access()


def test_twenty_appointments_cost_two_queries(django_assert_max_num_queries):
    person = PersonFactory()
    for _ in range(20):
        person_with(Position.CLERK, center=CenterFactory(), person=person)
    with django_assert_max_num_queries(2):
        assert len(access(person).reach(Permission.CHECK_IN).centers) == 20


def test_an_empty_reach_is_false():
    assert not Reach()
