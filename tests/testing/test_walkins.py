"""Walk-ins: a free seat at the door, never one too many, the line first, and no result for somebody unknown."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.actions import people
from hcec.accounts.actions.strangers import TakenDown
from hcec.accounts.models import Letter, Notice, User
from hcec.core import outbox
from hcec.core.models import AuditEntry
from testing.actions import known, results, walkins
from testing.actions.walkins import Said
from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus, WalkInStatus
from testing.models import Booking, Payment, Receipt, Result, Seat, Session, WalkIn
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.fees import costs, fee_of
from tests.factories.testing import (
    BookingFactory,
    ResultFactory,
    RuleFactory,
    SessionFactory,
    finalised_session,
)

pytestmark = pytest.mark.django_db
NID = "1101700230708"


@pytest.fixture
def door(center):
    """A test that began five minutes ago with three seats, of which one is taken."""
    room = RoomFactory(center=center, seats=3)
    session = SessionFactory(
        room=room, starts_at=timezone.now() - timedelta(minutes=5), status=SessionStatus.CLOSED
    )
    BookingFactory(session=session)
    return session


def add(session, person=None, by=None, **said):
    person = person or PersonFactory()
    return walkins.add(
        session, person, said=Said(**said), by=by or PersonFactory(), at=timezone.now(), key=uuid4()
    )


def take_down(session, by=None, name="มานี", **said):
    words = TakenDown(name, "ใจดี", "public", "081-234-5678", "manee@example.org")
    return walkins.take_down(
        session, words, said=Said(**said), by=by or PersonFactory(), at=timezone.now(), key=uuid4()
    )


def test_somebody_known_gets_the_lowest_free_seat_and_is_in(door):
    made = add(door)
    assert (made.booking.seat_no, made.status) == (2, WalkInStatus.KNOWN)
    made.booking.refresh_from_db()
    assert made.booking.status == BookingStatus.ATTENDED
    outbox.run_all_due()
    assert Notice.objects.filter(person=made.booking.person).exists()


def test_the_same_form_twice_is_one_walk_in(door):
    person, by, key = PersonFactory(), PersonFactory(), uuid4()
    made = [walkins.add(door, person, said=Said(), by=by, at=timezone.now(), key=key) for _twice in range(2)]
    assert made[0] == made[1]


def test_nobody_is_let_in_beyond_the_seats_of_the_room(door):
    add(door)
    add(door)
    with pytest.raises(Refusal, match="3"):
        add(door)
    assert door.bookings.filter(seat_no__isnull=False).count() == 3


def test_a_closed_seat_is_given_to_nobody_and_a_standby_seat_not_silently(door):
    Seat.objects.filter(session=door, number=2).update(closed=True)
    Seat.objects.filter(session=door, number=3).update(kind=Seat.Kind.STANDBY)
    Session.objects.filter(pk=door.pk).update(pools_served_at=door.starts_at)
    with pytest.raises(Refusal):
        add(door)
    assert add(door, standby=True).booking.seat_no == 3
    with pytest.raises(Refusal):
        add(door, standby=True)


def test_while_booking_is_open_and_after_the_test_nobody_walks_in(room):
    for session in (
        SessionFactory(room=room),
        SessionFactory(room=room, starts_at=timezone.now() - timedelta(hours=4), status=SessionStatus.HELD),
        finalised_session(room=room),
    ):
        with pytest.raises(Refusal):
            add(session)


def test_the_line_comes_first(door):
    waited = BookingFactory(session=door, status=BookingStatus.LAPSED)
    with pytest.raises(Refusal):
        add(door)
    assert add(door, waited.person).booking.seat_no == 2
    assert add(door).booking.seat_no == 3


def test_once_the_line_was_called_the_next_one_may_have_the_seat(door):
    BookingFactory(session=door, status=BookingStatus.LAPSED)
    assert add(door, called=True).booking.seat_no == 2


def test_before_the_test_a_free_seat_is_the_lines_whoever_stands_at_the_door(center):
    session = SessionFactory(
        room=RoomFactory(center=center, seats=1),
        starts_at=timezone.now() + timedelta(minutes=30), status=SessionStatus.CLOSED,
    )  # fmt: skip
    waits = BookingFactory(session=session, status=BookingStatus.WAITING)
    here = PersonFactory()
    with pytest.raises(Refusal):
        add(session, here, called=True)
    assert add(session, waits.person).booking == waits


def test_a_rule_keeps_her_out_at_the_door_as_it_does_at_home(door):
    rule = RuleFactory(exam=door.exam)
    person = PersonFactory()
    sat = finalised_session(exam=door.exam)
    BookingFactory(session=sat, person=person, status=BookingStatus.ATTENDED)
    with pytest.raises(Refusal, match="30"):
        add(door, person, reason="เดินทางมาไกล")
    rule.desk_may_waive = True
    rule.save()
    with pytest.raises(Refusal):
        add(door, person)
    made = add(door, person, reason="เดินทางมาไกล")
    assert list(made.waived.all()) == [rule] and made.reason == "เดินทางมาไกล"
    assert AuditEntry.objects.get(verb="walk_in").facts["waived"] == [rule.pk]


def test_who_has_a_seat_here_or_elsewhere_and_the_desk_itself_get_none(door):
    here = door.bookings.get().person
    elsewhere = BookingFactory(session=SessionFactory(starts_at=door.starts_at)).person
    by = PersonFactory()
    for person in (here, elsewhere, by):
        with pytest.raises(Refusal):
            add(door, person, by=by)


def test_another_audience_is_let_in_by_nobody(door):
    Session.objects.filter(pk=door.pk).update(audience_kinds=["teacher"])
    with pytest.raises(Refusal):
        take_down(door)
    assert not User.objects.filter(is_active=False).exists()


def test_somebody_unknown_sits_on_a_closed_account_that_no_mail_reaches(door):
    made = take_down(door)
    person = made.booking.person
    assert (made.status, made.name, made.phone) == (WalkInStatus.PROVISIONAL, "มานี ใจดี", "081-234-5678")
    assert not person.is_active and not person.has_usable_password() and person.email.endswith(".invalid")
    outbox.run_all_due()
    assert not Notice.objects.filter(person=person).exists()


def finished(walk_in, status=ResultStatus.ENTERED, **fields):
    """Attendance confirmed and a result entered."""
    session, by = walk_in.booking.session, PersonFactory()
    Session.objects.filter(pk=session.pk).update(status=SessionStatus.HELD)
    Session.objects.filter(pk=session.pk).update(
        status=SessionStatus.FINALISED, finalised_by=by, finalised_at=timezone.now()
    )
    return ResultFactory(booking=Booking.objects.get(pk=walk_in.booking_id), status=status, **fields)


def test_the_result_of_somebody_unknown_is_released_by_nobody(door):
    result = finished(take_down(door))
    with pytest.raises(Refusal, match="มานี"):
        results.release([result], by=PersonFactory(), at=timezone.now())
    with pytest.raises(DatabaseError, match="somebody_known"), transaction.atomic():
        Result.objects.filter(pk=result.pk).update(
            status=ResultStatus.RELEASED, released_by=PersonFactory(), released_at=timezone.now()
        )


def test_once_matched_the_test_is_hers_and_the_stranger_is_gone(door):
    made, person = take_down(door), PersonFactory()
    stranger = made.booking.person_id
    result = finished(made)
    made = known.match(made, person, by=PersonFactory(), at=timezone.now())
    assert (made.status, made.phone, made.email, made.name) == ("matched", "", "", "มานี ใจดี")
    assert Booking.objects.get(pk=made.booking_id).person == person
    assert not User.objects.filter(pk=stranger).exists()
    results.release([result], by=PersonFactory(), at=timezone.now())
    outbox.run_all_due()
    assert Notice.objects.filter(person=person).count() == 2


def test_nobody_matches_a_walk_in_to_themself_nor_to_who_marked_or_entered_it(door):
    desk, manager = PersonFactory(), PersonFactory()
    made = take_down(door, by=desk)
    result = finished(made)
    for person in (manager, desk, result.entered_by):
        with pytest.raises(Refusal):
            known.match(made, person, by=manager, at=timezone.now())
    Booking.objects.filter(pk=made.booking_id).update(person=manager)
    with pytest.raises(DatabaseError, match="to_themself"), transaction.atomic():
        WalkIn.objects.filter(pk=made.pk).update(
            status="matched", matched_by=manager, matched_at=timezone.now()
        )


def test_a_second_seat_in_the_same_hours_is_not_matched(door):
    made, other = take_down(door), BookingFactory(session=door)
    with pytest.raises(Refusal):
        known.match(made, other.person, by=PersonFactory(), at=timezone.now())


def test_a_booking_stays_its_persons(door):
    booking = door.bookings.get()
    with pytest.raises(DatabaseError, match="stays_its_persons"), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(person=PersonFactory())


def test_an_invitation_goes_once_a_day_and_not_to_who_has_an_account(door):
    made, now = take_down(door), timezone.now()
    known.invite(made, email="manee@example.org", by=PersonFactory(), at=now)
    assert Letter.objects.filter(to="manee@example.org").count() == 1
    with pytest.raises(Refusal):
        known.invite(made, email="manee@example.org", by=PersonFactory(), at=now + timedelta(hours=1))
    with pytest.raises(Refusal):
        known.invite(made, email=PersonFactory().email, by=PersonFactory(), at=now + timedelta(days=2))


@pytest.mark.parametrize("typed", [NID, "1-1017-00230-70-8", "๑๑๐๑๗๐๐๒๓๐๗๐๘", "081 234 5678", "+66812345678"])
def test_the_desk_finds_people_by_number_however_it_is_typed(clerk, door, typed):
    person = PersonFactory(phone="081-234-5678", first_name_th="มาลี")
    people.identify(person, kind="thai", number=NID, by=person, at=timezone.now())
    page = clerk.post(reverse("manage-walk-in-new", args=[door.pk]), {"who": typed})
    assert [one["person"] for one in page.context["people"]] == [person]
    assert "มาลี" in page.content.decode()


def test_the_search_is_on_record_and_what_was_typed_is_not(clerk, door):
    page = clerk.post(reverse("manage-walk-in-new", args=[door.pk]), {"who": NID})
    assert page.context["people"] == [] and page.context["unknown"]
    entry = AuditEntry.objects.get(verb="look_up")
    assert entry.facts == {"sought": "id", "found": 0} and NID not in page.request["QUERY_STRING"]


def test_a_part_of_a_number_finds_nobody_and_leafing_ends(clerk, door, settings, monkeypatch):
    path = reverse("manage-walk-in-new", args=[door.pk])
    assert clerk.post(path, {"who": "0812"}).context["look"].errors["who"]
    monkeypatch.setattr("hcec.accounts.found.MOST_LOOKS", 0)
    assert clerk.post(path, {"who": NID}).context["look"].errors["who"]


def test_the_pages_from_the_door_to_the_account(clerk, manager, door):
    path = reverse("manage-walk-in-new", args=[door.pk])
    assert path in clerk.read(reverse("manage-check-in", args=[door.pk]))
    clerk.read(path)
    clerk.cost(path)
    form = clerk.post(path, {"who": "0899999999"}).context["unknown"]
    said = {"first_name": "มานี", "last_name": "ใจดี", "kind": "public", "phone": "0899999999", "email": ""}
    said["idempotency_key"] = str(form.initial["idempotency_key"])
    bad = clerk.post(reverse("manage-walk-in-unknown", args=[door.pk]), said | {"phone": "12"})
    assert bad.context["unknown"].errors["phone"] and bad.context["unknown"]["first_name"].value() == "มานี"
    clerk.post(reverse("manage-walk-in-unknown", args=[door.pk]), said)
    made = WalkIn.objects.get()
    assert made.booking.status == BookingStatus.ATTENDED
    assert "มานี" in clerk.read(reverse("manage-check-in", args=[door.pk]))
    assert "มานี" in manager.read(reverse("manage-walk-ins"))
    manager.cost(reverse("manage-walk-ins"))
    one, person = reverse("manage-walk-in", args=[made.pk]), PersonFactory(phone="089 999 9999")
    manager.cost(one)
    manager.post(reverse("manage-walk-in-invite", args=[made.pk]), {"email": "x@example.org"})
    found = manager.post(one, {"who": "0899999999"}).context["people"][0]
    manager.post(reverse("manage-walk-in-match", args=[made.pk]), {"found": found["form"].initial["found"]})
    made.booking.refresh_from_db()
    assert made.booking.person == person
    manager.read(one)


def test_who_was_found_is_let_in_by_one_press_and_only_by_who_found_her(clerk, manager, door):
    person = PersonFactory(phone="0811111111")
    path, add_path = (reverse(name, args=[door.pk]) for name in ("manage-walk-in-new", "manage-walk-in-add"))
    form = clerk.post(path, {"who": "0811111111"}).context["people"][0]["form"]
    body = {f"{form.prefix}-{name}": str(value) for name, value in form.initial.items()} | {
        "prefix": form.prefix
    }
    assert manager.post(add_path, body).status_code == 409
    clerk.post(add_path, body)
    assert WalkIn.objects.get().booking.person == person
    refused = clerk.post(path, {"who": "0811111111"}).context["people"][0]
    assert refused["judged"].barred


def test_the_release_leaves_out_whom_nobody_knows_yet(director, door):
    made = take_down(door)
    finished(made)
    page = reverse("manage-release", args=[door.pk])
    assert "มานี" in director.read(page)
    director.post(page)
    assert made.booking.result.status == ResultStatus.ENTERED


def test_who_comes_to_the_door_pays_with_the_seat_and_gets_a_receipt(door):
    costs(door.exam)
    person = PersonFactory()
    with pytest.raises(Refusal, match="450"):
        add(door, person)
    assert not door.bookings.filter(person=person).exists()
    payment = fee_of(add(door, person, paid=True).booking)
    assert (payment.status, payment.way, payment.receipts.count()) == ("confirmed", "counter", 1)


def test_the_fee_of_somebody_unknown_follows_her_test_to_her_account(door):
    costs(door.exam)
    made = take_down(door, paid=True)
    known.match(made, PersonFactory(), by=PersonFactory(), at=timezone.now())
    made.booking.refresh_from_db()
    payment = fee_of(made.booking)
    assert (payment.person, payment.receipts.count()) == (made.booking.person, 1)
    with pytest.raises(DatabaseError, match="testing_a_fee_is_its_bookings_persons"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(person=PersonFactory())


def test_who_took_the_fee_of_somebody_unknown_is_not_said_to_be_her(door):
    costs(door.exam)
    cashier = PersonFactory()
    made = take_down(door, by=cashier, paid=True)
    Booking.objects.filter(pk=made.booking_id).update(marked_by=PersonFactory())
    with pytest.raises(Refusal):
        known.match(made, cashier, by=PersonFactory(), at=timezone.now())


def test_the_desk_sees_the_fee_and_says_that_it_was_taken(door, clerk):
    costs(door.exam)
    PersonFactory(phone="0899999999")
    found = clerk.post(reverse("manage-walk-in-new", args=[door.pk]), {"who": "0899999999"})
    form = found.context["people"][0]["form"]
    assert "450" in str(form["paid"].help_text)
    said = {form.add_prefix(name): form.initial[name] for name in ("found", "idempotency_key")}
    path, prefix = reverse("manage-walk-in-add", args=[door.pk]), {"prefix": form.prefix}
    assert clerk.post(path, said | prefix).status_code == 409
    clerk.post(path, said | prefix | {form.add_prefix("paid"): "on"})
    assert Receipt.objects.count() == 1
