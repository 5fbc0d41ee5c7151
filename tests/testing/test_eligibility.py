"""Rules of who may sit a test: rule, own value, first day, and sessions from then on (guideline 5.2.1)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.sites import site
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from hcec.core.verdicts import first_day
from testing.actions import bookings, clock, judged, offers
from testing.lifecycles import BookingStatus
from testing.models import Band, Booking, EligibilityRule
from testing.queries.eligibility import in_the_way
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory, SkillAreaFactory
from tests.factories.testing import (
    BookingFactory,
    ExamFactory,
    ResultFactory,
    RuleFactory,
    SessionFactory,
    finalised_session,
)
from tests.races.booking_ground import broken

pytestmark = pytest.mark.django_db

NOW = timezone.now


@pytest.fixture
def exam():
    return ExamFactory()


@pytest.fixture
def person():
    return PersonFactory()


def session_in(days, exam, **fields):
    begin = (NOW() + timedelta(days=days)).replace(hour=3, minute=0, second=0, microsecond=0)
    opens = NOW() - timedelta(days=1)
    return SessionFactory(exam=exam, starts_at=begin, opens_at=opens, room=RoomFactory(), **fields)


def book(session, person):
    answer = bookings.book(session.pk, by=person, key=uuid4())
    return Booking.objects.get(code=answer.code)


def sat(person, exam, days_ago):
    """A test that the person attended so many days ago."""
    begin = (NOW() - timedelta(days=days_ago)).replace(hour=3, minute=0, second=0, microsecond=0)
    held = finalised_session(starts_at=begin, exam=exam)
    return BookingFactory(session=held, person=person, status=BookingStatus.ATTENDED)


def day_of(moment):
    return timezone.localdate(moment)


def test_a_rest_names_the_days_and_the_first_day(exam, person):
    RuleFactory(exam=exam, value=30)
    last = sat(person, exam, 10)
    session = session_in(10, exam)
    with pytest.raises(Refusal) as refused:
        book(session, person)
    (verdict,) = in_the_way(session, person, NOW())
    assert verdict.has == 20
    assert verdict.first_day == day_of(last.starts_at) + timedelta(days=30)
    assert "30" in str(refused.value) and "20" in str(refused.value)


def test_from_that_day_on_she_may(exam, person):
    RuleFactory(exam=exam, value=30)
    sat(person, exam, 10)
    assert book(session_in(20, exam), person).status == BookingStatus.CONFIRMED


def test_a_seat_that_is_booked_counts_as_a_test_in_both_directions(exam, person):
    RuleFactory(exam=exam, value=30)
    book(session_in(40, exam), person)
    for days in (20, 60):
        with pytest.raises(Refusal):
            book(session_in(days, exam), person)
    assert book(session_in(10, exam), person).seat_no


def test_the_first_day_leaps_over_a_later_booking(exam, person):
    RuleFactory(exam=exam, value=30)
    first = book(session_in(20, exam), person)
    second = book(session_in(70, exam), person)
    (verdict,) = in_the_way(session_in(30, exam), person, NOW())
    assert verdict.first_day == day_of(second.starts_at) + timedelta(days=30)
    assert verdict.first_day > day_of(first.starts_at) + timedelta(days=30)


def test_absence_does_not_count(exam, person):
    RuleFactory(exam=exam, value=30)
    held = finalised_session(exam=exam)
    BookingFactory(session=held, person=person, status=BookingStatus.ABSENT)
    assert book(session_in(5, exam), person).seat_no


def test_a_rule_of_a_skill_counts_every_exam_of_it(person):
    skill = SkillAreaFactory()
    RuleFactory(exam=None, skill=skill, value=30)
    sat(person, ExamFactory(skill=skill), 1)
    with pytest.raises(Refusal):
        book(session_in(5, ExamFactory(skill=skill)), person)
    assert book(session_in(5, ExamFactory(skill=SkillAreaFactory(code="other"))), person).seat_no


@pytest.mark.parametrize("dates", [{"valid_from": 1}, {"valid_until": -1}])
def test_a_rule_that_is_not_in_force_judges_nobody(exam, person, dates):
    RuleFactory(exam=exam, **{name: timezone.localdate() + timedelta(days=n) for name, n in dates.items()})
    sat(person, exam, 1)
    assert book(session_in(5, exam), person).seat_no


def fiscal_years(*days):
    with connection.cursor() as cursor:
        cursor.execute("SELECT testing_fiscal_year(day) FROM unnest(%s::date[]) day", [list(days)])
        return [row[0] for row in cursor.fetchall()]


def test_a_fiscal_year_begins_in_october():
    found = fiscal_years(date(2026, 9, 30), date(2026, 10, 1), date(2027, 1, 1))
    assert found == [date(2025, 10, 1), date(2026, 10, 1), date(2026, 10, 1)]


def test_the_last_attempt_of_a_year_is_named_with_the_next_year(exam, person):
    RuleFactory(exam=exam, kind="attempts", value=2)
    first = session_in(10, exam)
    year = fiscal_years(day_of(first.starts_at))[0]

    def hours_later(hours):
        return SessionFactory(
            exam=exam, starts_at=first.starts_at + timedelta(hours=hours), opens_at=first.opens_at
        )

    in_year = [first, hours_later(3)]
    for session in in_year:
        book(session, person)
    third = hours_later(6)
    with pytest.raises(Refusal):
        book(third, person)
    (verdict,) = in_the_way(third, person, NOW())
    assert (verdict.has, verdict.first_day) == (2, year.replace(year=year.year + 1))


def test_a_level_before_is_the_best_released_result_of_the_scale(exam, person):
    RuleFactory(exam=exam, kind="level", value=None, level=Band.objects.get(scale=exam.scale, code="B1"))
    session = session_in(10, exam)
    (verdict,) = in_the_way(session, person, NOW())
    assert (verdict.has, verdict.first_day) == (None, None)
    a2 = Band.objects.get(scale=exam.scale, code="A2")
    ResultFactory(booking=sat(person, exam, 90), overall=a2)
    with pytest.raises(Refusal, match="A2"):
        book(session, person)
    ResultFactory(booking=sat(person, exam, 60))
    assert book(session, person).seat_no


def test_who_waits_is_judged_again_when_a_seat_comes_free(exam, person):
    RuleFactory(exam=exam, value=30)
    session = session_in(10, exam, seats=1)
    holder, waiting = book(session, PersonFactory()), book(session, person)
    elsewhere = book(session_in(20, exam), person)
    bookings.cancel(holder, by=holder.person, at=NOW())
    waiting.refresh_from_db()
    assert waiting.status == BookingStatus.WAITING
    assert broken() == []
    bookings.cancel(elsewhere, by=person, at=NOW())
    bookings.fill(session.pk, at=NOW())
    waiting.refresh_from_db()
    assert waiting.seat_no == 1


def test_a_rule_that_ends_lets_the_line_in_without_anybody_touching_it(exam, person):
    rule = RuleFactory(exam=exam, value=30)
    session = session_in(10, exam, seats=1)
    holder, waiting = book(session, PersonFactory()), book(session, person)
    book(session_in(20, exam), person)
    bookings.cancel(holder, by=holder.person, at=NOW())
    EligibilityRule.objects.filter(pk=rule.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    clock.move_with_time(at=NOW())
    waiting.refresh_from_db()
    assert waiting.seat_no == 1


def test_the_page_says_before_booking_and_offers_sessions_from_the_first_day(exam, teacher):
    RuleFactory(exam=exam, value=30)
    sat(teacher.person, exam, 10)
    session, soon, later = session_in(10, exam), session_in(12, exam), session_in(25, exam)
    page = teacher.get(reverse("session", args=[session.pk]))
    assert [other.pk for other in page.context["others"]] == [later.pk]
    assert soon.pk != later.pk and f"/tests/{session.pk}/book" not in page.content.decode()
    assert "30" in page.content.decode() and RuleFactory.source in page.content.decode()


def test_the_page_says_when_nothing_stands_against_it(exam, teacher):
    RuleFactory(exam=exam, value=30)
    page = teacher.get(reverse("session", args=[session_in(10, exam).pk]))
    assert page.context["against"] == [] and len(page.context["rules"]) == 1


def test_no_first_day_where_a_rule_never_lets_in(exam, person):
    RuleFactory(exam=exam, value=30)
    RuleFactory(exam=exam, kind="level", value=None, level=Band.objects.get(scale=exam.scale, code="C2"))
    sat(person, exam, 10)
    assert first_day(in_the_way(session_in(10, exam), person, NOW())) is None


@pytest.mark.parametrize(
    "wrong",
    [{"skill": 1}, {"exam": None}, {"value": None}, {"kind": "level"}, {"valid_until": date(2000, 1, 1)}],
)
def test_a_rule_that_says_nothing_clear_cannot_be_kept(exam, wrong):
    wrong = wrong | ({"skill": exam.skill} if "skill" in wrong else {})
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleFactory(**{"exam": exam, **wrong})


def test_a_rule_in_force_is_never_rewritten(exam):
    office = site.get_model_admin(EligibilityRule)
    asked = RequestFactory().get("/")
    ahead = RuleFactory.build(exam=exam, valid_from=timezone.localdate() + timedelta(days=1))
    assert "value" in office.get_readonly_fields(asked, RuleFactory.build(exam=exam))
    assert office.get_readonly_fields(asked, ahead) == office.get_readonly_fields(asked) == ()


def test_nobody_is_offered_a_seat_that_a_rule_keeps_her_from(exam, person):
    RuleFactory(exam=exam, value=30)
    session = session_in(10, exam)
    assert offers.seat_for(session, person.pk, NOW()) == 1
    sat(person, exam, 5)
    assert offers.seat_for(session, person.pk, NOW()) is None
    with pytest.raises(Refusal, match="30"):
        judged.refuse_kept_out(session, person, NOW())
