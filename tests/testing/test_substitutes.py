"""A seat passes to a colleague of the same school: only where allowed, only within the school, in one step, both told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import outbox
from testing.actions import bookings, clock, payments, substitutes
from testing.lifecycles import BookingStatus, SubstitutionStatus
from testing.models import Booking, Seat, Session, Substitution
from testing.queries import substitutes as reads
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory, SchoolFactory, WorkplaceFactory
from tests.factories.fees import costs, fee_of, paid
from tests.factories.testing import BookingFactory, RuleFactory, SessionFactory, finalised_session
from tests.support.desks import signed_in
from tests.testing.test_integrity import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return SchoolFactory()


def at_school(school, **fields):
    return WorkplaceFactory(person=PersonFactory(**fields), school=school, school_name="").person


@pytest.fixture
def seat(school):
    """Seat 1 of two, in a session whose seats may be passed on."""
    session = SessionFactory(room=RoomFactory(seats=2), substitutes=True)
    return BookingFactory(session=session, person=at_school(school))


def ask(seat, colleague):
    return substitutes.ask(seat, colleague, by=seat.person, at=timezone.now())


def accept(question, at=None):
    return substitutes.accept(question, by=question.colleague, at=at or timezone.now())


def test_what_was_paid_for_a_seat_stays_with_who_paid_and_the_colleague_owes_her_own_fee(seat, school):
    costs(seat.session.exam)
    first = BookingFactory(session=seat.session, person=at_school(school))
    paid(fee_of(first))
    fresh = accept(ask(first, at_school(school)))
    kept, owed = fee_of(first), fee_of(fresh)
    assert (kept.status, kept.person, kept.receipts.count()) == ("confirmed", first.person, 1)
    assert (owed.status, owed.person, owed.receipts.count()) == ("due", fresh.person, 0)
    payments.owe(kept, words="ศูนย์คืนเงินเมื่อส่งต่อที่นั่ง", by=PersonFactory(), at=timezone.now())
    assert fee_of(first).status == "refund_due"
    assert broken() == []


def test_a_yes_passes_the_very_seat_and_both_are_told(seat, school):
    question = ask(seat, at_school(school))
    fresh = accept(question)
    seat.refresh_from_db()
    question.refresh_from_db()
    assert (fresh.seat_no, fresh.person, fresh.status) == (1, question.colleague, BookingStatus.CONFIRMED)
    assert (seat.status, question.got) == (BookingStatus.CANCELLED, fresh)
    assert accept(question) == fresh
    outbox.run_all_due()
    assert Notice.objects.filter(person__in=[seat.person, question.colleague]).count() == 2


def test_the_waiting_list_is_not_moved_by_it(seat, school):
    BookingFactory(session=seat.session)
    waits = BookingFactory(session=seat.session, status=BookingStatus.WAITING)
    accept(ask(seat, at_school(school)))
    waits.refresh_from_db()
    assert waits.status == BookingStatus.WAITING


def test_where_the_session_does_not_allow_it_nobody_is_asked(seat, school):
    Session.objects.filter(pk=seat.session_id).update(substitutes=False)
    with pytest.raises(Refusal):
        ask(seat, at_school(school))
    assert SessionFactory().substitutes is False


def test_nobody_of_another_school_is_asked_or_found(seat, school):
    stranger, unplaced = at_school(SchoolFactory()), PersonFactory()
    for person in (stranger, unplaced, seat.person):
        with pytest.raises(Refusal):
            ask(seat, person)
    said = []
    for typed in (stranger.email, "nobody@example.org"):
        with pytest.raises(Refusal) as refused:
            reads.colleague(seat.person, typed)
        said.append(str(refused.value))
    assert said[0] == said[1]
    colleague = at_school(school, phone="081-234-5678")
    assert reads.colleague(seat.person, "+66 81 234 5678") == colleague


def test_after_the_cancel_deadline_it_is_over(seat, school):
    colleague = at_school(school)
    question = ask(seat, colleague)
    late = seat.session.cancel_until
    with pytest.raises(Refusal):
        accept(question, at=late)
    with pytest.raises(Refusal):
        substitutes.ask(seat, at_school(school), by=seat.person, at=late)
    clock.move_with_time(at=late)
    question.refresh_from_db()
    assert question.status == SubstitutionStatus.LAPSED
    assert clock.move_with_time(at=late) == 0


def test_who_left_the_school_meanwhile_does_not_get_the_seat(seat, school):
    question = ask(seat, at_school(school))
    question.colleague.workplace.school = SchoolFactory()
    question.colleague.workplace.save()
    with pytest.raises(Refusal):
        accept(question)


def test_a_rule_another_seat_and_another_audience_keep_the_colleague_out(seat, school):
    rested, elsewhere, pupil = at_school(school), at_school(school), at_school(school, kind="student")
    RuleFactory(exam=seat.session.exam)
    sat = finalised_session(exam=seat.session.exam)
    BookingFactory(session=sat, person=rested, status=BookingStatus.ATTENDED)
    BookingFactory(session=SessionFactory(starts_at=seat.session.starts_at), person=elsewhere)
    Session.objects.filter(pk=seat.session_id).update(audience_kinds=["teacher"])
    for colleague in (rested, elsewhere, pupil):
        with pytest.raises(Refusal):
            accept(ask(seat, colleague))
    seat.refresh_from_db()
    assert seat.status == BookingStatus.CONFIRMED


def test_a_seat_out_of_order_does_not_pass(seat, school):
    Seat.objects.filter(session=seat.session, number=1).update(closed=True)
    with pytest.raises(Refusal):
        accept(ask(seat, at_school(school)))


def test_her_number_on_the_waiting_list_ends_with_her_seat(seat, school):
    colleague = at_school(school)
    waits = BookingFactory(session=seat.session, person=colleague, status=BookingStatus.WAITING)
    accept(ask(seat, colleague))
    waits.refresh_from_db()
    assert waits.status == BookingStatus.CANCELLED


def test_the_first_yes_has_the_seat_and_the_others_are_told(seat, school):
    first, second, third = (ask(seat, at_school(school)) for _n in range(3))
    with pytest.raises(Refusal):
        ask(seat, at_school(school))
    substitutes.decline(first, by=first.colleague, at=timezone.now())
    accept(second)
    third.refresh_from_db()
    assert third.status == SubstitutionStatus.WITHDRAWN
    with pytest.raises(Refusal):
        accept(third)
    outbox.run_all_due()
    assert Notice.objects.filter(person=third.colleague).count() == 1


def test_a_seat_that_was_cancelled_does_not_pass_on(seat, school):
    question = ask(seat, at_school(school))
    bookings.cancel(seat, by=seat.person, at=timezone.now())
    with pytest.raises(Refusal):
        accept(question)
    assert clock.move_with_time(at=timezone.now()) == 1
    question.refresh_from_db()
    assert question.status == SubstitutionStatus.LAPSED


def test_only_the_two_colleagues_speak_for_themselves(seat, school):
    question, other = ask(seat, at_school(school)), PersonFactory()
    for action in (substitutes.accept, substitutes.decline, substitutes.withdraw):
        with pytest.raises(Refusal):
            action(question, by=other, at=timezone.now())
    with pytest.raises(Refusal):
        substitutes.ask(seat, at_school(school), by=other, at=timezone.now())


def test_the_database_passes_a_seat_on_once_and_never_to_oneself(seat, school):
    question = ask(seat, at_school(school))
    accept(question)
    now = timezone.now()
    for fields in (
        {"colleague": seat.person, "status": "declined", "answered_at": now},
        {
            "colleague": PersonFactory(),
            "status": "taken",
            "answered_at": now,
            "got": BookingFactory(session=seat.session),
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Substitution.objects.create(booking=seat, person=seat.person, asked_at=now, **fields)


def test_the_pages_from_the_question_to_the_seat(teacher, school):
    WorkplaceFactory(person=teacher.person, school=school, school_name="")
    session = SessionFactory(room=RoomFactory(seats=1), substitutes=True)
    seat = BookingFactory(session=session, person=teacher.person)
    page = reverse("substitute-new", args=[seat.code])
    assert page in teacher.read(reverse("booking", args=[seat.code]))
    teacher.read(page)
    colleague = at_school(school)
    assert teacher.post(page, {"who": "x@example.org"}).context["form"].errors
    teacher.post(page, {"who": colleague.email})
    question = Substitution.objects.get()
    assert colleague.name in teacher.read(page)
    teacher.cost(page)
    other = signed_in(colleague)
    hers = reverse("substitution", args=[question.pk])
    assert hers in other.read(reverse("my-bookings"))
    other.cost(hers)
    other.read(hers)
    teacher.read(hers, 404)
    other.post(reverse("substitution-answer", args=[question.pk, "yes"]))
    assert Booking.objects.get(person=colleague).seat_no == 1
    other.read(hers)
    teacher.read(page)


def test_one_takes_a_question_back(teacher, school):
    WorkplaceFactory(person=teacher.person, school=school, school_name="")
    seat = BookingFactory(session=SessionFactory(substitutes=True), person=teacher.person)
    question = ask(seat, at_school(school))
    teacher.post(reverse("substitute-withdraw", args=[seat.code, question.pk]))
    question.refresh_from_db()
    assert question.status == SubstitutionStatus.WITHDRAWN


def test_the_center_says_whether_seats_may_be_passed_on(manager, room):
    session = SessionFactory(room=room, starts_at=timezone.now() + timedelta(days=9))
    page = reverse("manage-session-edit", args=[session.pk])
    assert "substitutes" in manager.read(page)
    form = manager.get(page).context["form"]
    assert form.initial["substitutes"] is False
