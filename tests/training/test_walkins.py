"""Walk-ins at the door of a meeting: a free seat, never one too many, the line first, nothing completed by somebody unknown."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from centers.keeping import Keep
from hcec.accounts.actions.strangers import TakenDown
from hcec.accounts.models import Notice, User
from hcec.core import outbox
from hcec.core.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.training import RuleFactory, begun_round, enrol, open_round
from training import integrity
from training.actions import attendance as attendance_actions
from training.actions import completions, pools, rounds, walkins
from training.actions.walkins import Said
from training.lifecycles import EnrolmentStatus, WalkInStatus
from training.models import Attendance, Completion, Enrolment, Round, WalkIn
from training.presence import EARLY

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(center):
    """A meeting of three hours that began five minutes ago, of a round with three seats of which one is taken."""
    return begun_round(room=RoomFactory(center=center, seats=3), seats=3, people=1)


def add(meeting, person=None, by=None, at=None, key=None, **said):
    return walkins.add(
        meeting, person or PersonFactory(), said=Said(**said), by=by or PersonFactory(), at=at or timezone.now(),
        key=key or uuid4(),
    )  # fmt: skip


def take_down(meeting, by=None, **said):
    words = TakenDown("มานี", "ใจดี", "public", "081-234-5678", "manee@example.org")
    return walkins.take_down(
        meeting, words, said=Said(**said), by=by or PersonFactory(), at=timezone.now(), key=uuid4()
    )


def over(meeting):
    """The round is held, with everybody's attendance on record."""
    at = meeting.ends_at + timedelta(hours=1)
    round = Round.objects.get(pk=meeting.round_id)
    rounds.finish(round, by=None, at=at)
    left = Enrolment.objects.filter(round=round, status="enrolled").exclude(attendances__meeting=meeting)
    attendance_actions.record(meeting, {e.pk: meeting.minutes for e in left}, by=round.created_by, at=at)
    return at


def test_somebody_known_gets_the_lowest_free_seat_and_is_on_record(door):
    made = add(door)
    assert (made.enrolment.seat_no, made.enrolment.status, made.status) == (2, "enrolled", WalkInStatus.KNOWN)
    assert Attendance.objects.get(enrolment=made.enrolment).minutes == door.minutes
    outbox.run_all_due()
    assert Notice.objects.filter(person=made.enrolment.person).exists()


def test_who_comes_late_has_what_is_left_of_the_meeting(door):
    made = add(door, at=door.ends_at - timedelta(minutes=40))
    assert Attendance.objects.get(enrolment=made.enrolment).minutes == 40


def test_the_same_form_twice_is_one_walk_in(door):
    person, key = PersonFactory(), uuid4()
    assert add(door, person, key=key) == add(door, person, key=key)


def test_nobody_is_let_in_beyond_the_seats_of_the_round(door):
    add(door)
    add(door)
    with pytest.raises(Refusal, match="3"):
        add(door)
    assert Enrolment.objects.filter(round=door.round_id, seat_no__isnull=False).count() == 3
    assert [truth.name for truth in integrity.INVARIANTS if truth.broken()] == []


def test_a_seat_kept_for_others_is_not_given_at_the_door(center):
    round = open_round(room=RoomFactory(center=center, seats=2), seats=2)
    keep = Keep(name="นักเรียน", seats=1, audience_kinds=("student",))
    pools.add(round, keep, by=PersonFactory(), at=timezone.now())
    meeting = begun_round(round=round)
    add(meeting)
    with pytest.raises(Refusal):
        add(meeting)
    assert add(meeting, PersonFactory(kind="student")).enrolment.seat_no


def test_whoever_waits_comes_first_and_gets_the_seat_on_her_number(center):
    round = open_round(room=RoomFactory(center=center, seats=2), seats=1)
    first, waits = enrol(round), enrol(round)
    meeting = begun_round(round=round)
    Enrolment.objects.filter(pk=first.pk).update(
        status="cancelled", seat_no=None, cancelled_at=timezone.now(), cancelled_by=first.person
    )
    with pytest.raises(Refusal):
        add(meeting)
    made = add(meeting, waits.person)
    assert (made.enrolment, made.enrolment.seat_no) == (waits, 1)


def test_the_door_is_shut_before_and_after_the_meeting_and_while_enrolment_is_open(door):
    for at in (door.starts_at - EARLY - timedelta(minutes=1), door.ends_at):
        with pytest.raises(Refusal):
            add(door, at=at)
    ahead = open_round().meetings.earliest("starts_at")
    with pytest.raises(Refusal):
        add(ahead)


def test_who_has_a_place_here_or_is_oneself_is_not_let_in(door):
    with pytest.raises(Refusal, match="1"):
        add(door, Enrolment.objects.get(round=door.round_id).person)
    person = PersonFactory()
    with pytest.raises(Refusal):
        add(door, person, by=person)


def test_a_rule_is_waived_only_where_its_data_says_so_and_for_a_reason(center):
    room = RoomFactory(center=center, seats=3)
    earlier = begun_round(room=RoomFactory(center=center), seats=3, day=-20)
    person = PersonFactory()
    add(earlier, person, at=earlier.starts_at)
    rule = RuleFactory(course=earlier.round.course)
    door = begun_round(room=room, seats=3, course=earlier.round.course)
    with pytest.raises(Refusal):
        add(door, person, reason="ผู้บริหารอนุญาต")
    rule.desk_may_waive = True
    rule.save()
    with pytest.raises(Refusal):
        add(door, person)
    made = add(door, person, reason="ผู้บริหารอนุญาต")
    assert list(made.waived.all()) == [rule] and made.reason


def test_somebody_unknown_holds_a_seat_by_a_closed_account_until_she_is_matched(door):
    made, person = take_down(door), PersonFactory()
    stranger = made.enrolment.person
    assert made.status == WalkInStatus.PROVISIONAL and not stranger.is_active
    walkins.match(made, person, by=PersonFactory(), at=timezone.now())
    made.refresh_from_db()
    made.enrolment.refresh_from_db()
    assert (made.enrolment.person, made.status, made.phone) == (person, WalkInStatus.MATCHED, "")
    assert not User.objects.filter(pk=stranger.pk).exists()


def test_an_address_that_an_account_has_is_not_taken_down(door):
    PersonFactory(email="manee@example.org")
    with pytest.raises(Refusal):
        take_down(door)


def test_nobody_says_that_a_place_was_her_own_or_hers_who_recorded_it(door):
    clerk, manager = PersonFactory(), PersonFactory()
    made = take_down(door, by=clerk)
    for person, by in ((manager, manager), (clerk, manager)):
        with pytest.raises(Refusal):
            walkins.match(made, person, by=by, at=timezone.now())
    with pytest.raises(DatabaseError, match="training_nobody_records"), transaction.atomic():
        Enrolment.objects.filter(pk=made.enrolment_id).update(person=clerk)


def test_a_place_of_somebody_known_stays_hers(door):
    made = add(door)
    with pytest.raises(DatabaseError, match="training_an_enrolment_stays"), transaction.atomic():
        Enrolment.objects.filter(pk=made.enrolment_id).update(person=PersonFactory())


def test_completions_wait_for_somebody_unknown_and_set_aside_she_completes_nothing(door):
    made = take_down(door)
    at = over(door)
    with pytest.raises(Refusal, match="มานี"):
        completions.decide(door.round, by=PersonFactory(), at=at)
    walkins.set_aside(made, by=PersonFactory(), at=at)
    completions.decide(door.round, by=PersonFactory(), at=at)
    made.enrolment.refresh_from_db()
    assert made.enrolment.status == EnrolmentStatus.NOT_COMPLETED
    assert Completion.objects.filter(enrolment__round=door.round_id).count() == 1


def test_once_matched_she_completes_like_everybody(door):
    made = take_down(door)
    walkins.match(made, PersonFactory(), by=PersonFactory(), at=timezone.now())
    completions.decide(door.round, by=PersonFactory(), at=over(door))
    assert Completion.objects.filter(enrolment=made.enrolment_id).exists()


def test_the_pages_from_the_door_to_the_account(ict, manager, door):
    path = reverse("manage-door", args=[door.pk])
    assert path in ict.read(reverse("manage-attendance", args=[door.pk]))
    ict.read(path)
    ict.cost(path)
    form = ict.post(path, {"who": "0899999999"}).context["unknown"]
    said = {"first_name": "มานี", "last_name": "ใจดี", "kind": "public", "phone": "0899999999", "email": ""}
    said["idempotency_key"] = str(form.initial["idempotency_key"])
    unknown = reverse("manage-door-unknown", args=[door.pk])
    bad = ict.post(unknown, said | {"phone": "12"})
    assert bad.context["unknown"].errors["phone"] and bad.context["unknown"]["first_name"].value() == "มานี"
    ict.post(unknown, said)
    made = WalkIn.objects.get()
    assert "มานี" in ict.read(reverse("manage-attendance", args=[door.pk]))
    assert "มานี" in manager.read(reverse("manage-door-people"))
    manager.cost(reverse("manage-door-people"))
    one, person = reverse("manage-door-person", args=[made.pk]), PersonFactory(phone="089 999 9999")
    manager.cost(one)
    carried = manager.post(one, {"who": "0899999999"}).context["people"][0]["form"].initial["found"]
    manager.post(reverse("manage-door-match", args=[made.pk]), {"found": carried})
    made.enrolment.refresh_from_db()
    assert made.enrolment.person == person
    manager.read(one)


def test_who_was_found_is_let_in_by_one_press_and_only_by_who_found_her(ict, manager, door):
    person = PersonFactory(phone="0811111111")
    path, add_path = (reverse(name, args=[door.pk]) for name in ("manage-door", "manage-door-add"))
    form = ict.post(path, {"who": "0811111111"}).context["people"][0]["form"]
    body = {f"{form.prefix}-{name}": str(value) for name, value in form.initial.items()}
    body["prefix"] = form.prefix
    assert manager.post(add_path, body).status_code == 409
    ict.post(add_path, body)
    assert WalkIn.objects.get().enrolment.person == person
    assert ict.post(path, {"who": "0811111111"}).context["people"][0]["judged"].barred


def test_whoever_nobody_knows_is_set_aside_from_her_page(manager, door):
    made = take_down(door)
    manager.post(reverse("manage-door-aside", args=[made.pk]))
    made.refresh_from_db()
    assert made.status == WalkInStatus.UNCLAIMED
