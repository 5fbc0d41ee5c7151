"""The truths that reach over apps: they hold after real work, and each notices what it is about."""

import pytest
from django.db import connection

from centers.models import Reservation, RoomClosure, Workplace
from hcec.reports.integrity import INVARIANTS
from testing.models import Session
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, SchoolFactory
from tests.factories.testing import SessionFactory
from tests.factories.training import a_completion
from tests.factories.verification import a_certificate
from training.models import Round

pytestmark = pytest.mark.django_db


def broken() -> set[str]:
    return {invariant.name for invariant in INVARIANTS if invariant.broken()}


def force(sql: str, *params: object) -> None:
    """Change a row past every trigger, as only somebody with the database's keys could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, params)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_they_hold_after_real_work() -> None:
    a_certificate()
    a_completion()
    assert broken() == set()


def test_a_certificate_of_a_result_that_was_taken_back_is_noticed() -> None:
    certificate = a_certificate()
    force("UPDATE testing_booking SET status = 'absent' WHERE id = %s", certificate.result.booking_id)
    assert any("was achieved" in name for name in broken())


def test_a_certificate_with_another_day_is_noticed() -> None:
    certificate = a_certificate()
    force(
        'UPDATE verification_certificate SET facts = facts || \'{"starts_on": "2020-01-01"}\' WHERE id = %s',
        certificate.pk,
    )
    assert any("names the day" in name for name in broken())


def test_a_room_that_is_taken_for_two_things_is_noticed() -> None:
    session = SessionFactory()
    RoomClosure.objects.create(reservation=Reservation.objects.get(session=session), reason="ซ่อม")
    assert any("one thing only" in name for name in broken())


def test_a_person_left_unmarked_is_noticed() -> None:
    certificate = a_certificate()
    force(
        "UPDATE testing_booking SET status = 'confirmed', marked_at = NULL, marked_by_id = NULL WHERE id = %s",
        certificate.result.booking_id,
    )
    assert any("left unmarked" in name for name in broken())


def test_a_round_in_the_wrong_fiscal_year_is_noticed() -> None:
    round = a_completion().round
    Round.objects.filter(pk=round.pk).update(fiscal_year=2560)
    assert any("fiscal year" in name for name in broken())


def test_a_school_of_another_province_is_noticed() -> None:
    Workplace.objects.create(
        person=PersonFactory(), province=CenterFactory().province, school=SchoolFactory()
    )
    assert any("school lies" in name for name in broken())


def test_an_address_that_is_not_the_accounts_is_noticed() -> None:
    person = PersonFactory()
    person.emailaddress_set.update(email="somebody@example.org")
    assert any("own address" in name for name in broken())


def test_a_booking_of_tomorrow_is_noticed() -> None:
    certificate = a_certificate()
    force(
        "UPDATE testing_booking SET booked_at = now() + interval '1 day' WHERE id = %s",
        certificate.result.booking_id,
    )
    assert Session.objects.exists()
    assert any("in the future" in name for name in broken())
