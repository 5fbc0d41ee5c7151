"""Waiting by need: who is offered which seat, what each answer does, and what the person can see."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from centers.models import Province
from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.models import Job
from testing.actions import bookings, offers, plans, sessions, wishes
from testing.lifecycles import BookingStatus, OfferStatus, SessionStatus, WishStatus
from testing.models import Booking, Offer, Wish
from testing.queries import day
from testing.queries import wishes as line
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import (
    AffiliationFactory,
    CenterFactory,
    RoomFactory,
    SkillAreaFactory,
    WorkplaceFactory,
)
from tests.factories.testing import BookingFactory, ExamFactory, SessionFactory, WishFactory
from tests.races.booking_ground import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def full():
    """A session of one seat, taken by somebody else."""
    session = SessionFactory(seats=1)
    BookingFactory(session=session)
    return session


def wish_for(session, **fields):
    return WishFactory(skill=session.exam.skill, **fields)


def give_up(session):
    """Whoever has the seat cancels, and the jobs run."""
    booking = Booking.objects.get(session=session, status=BookingStatus.CONFIRMED)
    bookings.cancel(booking, by=booking.person, at=timezone.now())
    outbox.run_all_due()


def offered(session):
    return (
        Offer.objects.filter(session=session, status=OfferStatus.OPEN)
        .select_related("wish", "person")
        .first()
    )


def state(wish):
    return Wish.objects.get(pk=wish.pk).status


def test_who_gave_her_seat_up_and_still_waits_by_need_is_offered_one_elsewhere_at_once(full):
    """Her own seat goes to the session's line; nothing else would have looked at the free seat for her before the hour."""
    other = SessionFactory(exam=full.exam, seats=1, starts_at=full.starts_at + timedelta(days=1))
    wish = wish_for(full, person=Booking.objects.get(session=full).person)
    bookings.book(full.pk, by=PersonFactory(), key=uuid4())
    outbox.run_all_due()
    give_up(full)
    assert offered(other).wish == wish


def test_a_cancelled_seat_is_held_for_who_asked_first(full):
    first, second = wish_for(full), wish_for(full)
    give_up(full)
    assert offered(full).wish == first
    assert (state(first), state(second)) == (WishStatus.OFFERED, WishStatus.OPEN)
    assert Booking.objects.get(session=full, seat_no=1).status == BookingStatus.OFFERED
    assert broken() == []


def test_the_sessions_own_line_goes_first(full):
    wish = wish_for(full)
    waiting = BookingFactory(session=full, status=BookingStatus.WAITING)
    give_up(full)
    waiting.refresh_from_db()
    assert (waiting.status, state(wish)) == (BookingStatus.CONFIRMED, WishStatus.OPEN)


def test_nobody_else_gets_a_held_seat(full):
    wish_for(full)
    give_up(full)
    answer = bookings.book(full.pk, by=PersonFactory(), key=uuid4())
    assert answer.outcome == "waiting"
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingFactory(session=full, seat_no=1)


def test_yes_makes_the_seat_hers(full):
    wish = wish_for(full)
    give_up(full)
    offer = offered(full)
    booking = offers.accept(offer, by=offer.person, at=timezone.now())
    assert (booking.status, booking.seat_no, state(wish)) == (BookingStatus.CONFIRMED, 1, WishStatus.TAKEN)
    assert offers.accept(offer, by=offer.person, at=timezone.now()) == booking
    assert broken() == []


def test_no_passes_the_seat_on_and_keeps_the_place(full):
    first, second = wish_for(full), wish_for(full)
    give_up(full)
    offers.decline(offered(full), by=first.person, at=timezone.now())
    outbox.run_all_due()
    assert offered(full).wish == second
    assert state(first) == WishStatus.OPEN
    assert Wish.objects.get(pk=first.pk).asked_at == first.asked_at


def test_no_for_good_ends_the_wish(full):
    wish = wish_for(full)
    give_up(full)
    offers.decline(offered(full), by=wish.person, at=timezone.now(), stay=False)
    assert state(wish) == WishStatus.DECLINED
    assert not Booking.objects.filter(session=full, seat_no__isnull=False).exists()


def test_who_says_no_is_not_offered_the_same_session_again(full):
    wish = wish_for(full)
    give_up(full)
    offers.decline(offered(full), by=wish.person, at=timezone.now())
    outbox.run_all_due()
    wishes.reconcile(at=timezone.now())
    assert offered(full) is None


def test_without_an_answer_the_seat_passes_on_and_the_waiting_ends(full):
    first, second = wish_for(full), wish_for(full)
    give_up(full)
    late = offered(full).answer_by
    assert wishes.move_with_time(at=late) == 1
    assert wishes.move_with_time(at=late) == 0
    outbox.run_all_due()
    assert (state(first), state(second)) == (WishStatus.LAPSED, WishStatus.OFFERED)
    assert broken() == []


def test_a_yes_after_the_time_is_refused(full):
    wish = wish_for(full)
    give_up(full)
    offer = offered(full)
    with pytest.raises(Refusal):
        offers.accept(offer, by=wish.person, at=offer.answer_by)


def test_nobody_answers_for_another(full):
    wish_for(full)
    give_up(full)
    for answer in (offers.accept, offers.decline):
        with pytest.raises(Refusal):
            answer(offered(full), by=PersonFactory(), at=timezone.now())


def test_a_yes_beside_a_seat_taken_meanwhile_is_refused(full):
    wish = wish_for(full)
    give_up(full)
    BookingFactory(session=SessionFactory(starts_at=full.starts_at), person=wish.person)
    with pytest.raises(Refusal):
        offers.accept(offered(full), by=wish.person, at=timezone.now())
    assert state(wish) == WishStatus.OFFERED


def test_the_answer_is_due_within_a_day_and_before_the_cancel_deadline():
    session = SessionFactory(cancel_until=timezone.now() + timedelta(hours=5))
    wish = wish_for(session)
    wishes.look(session.pk, at=timezone.now())
    assert offered(session).answer_by == session.cancel_until
    far = SessionFactory(exam=session.exam, starts_at=session.starts_at + timedelta(days=1))
    other = wish_for(far)
    wishes.look(far.pk, at=timezone.now())
    offer = Offer.objects.get(wish=other)
    assert offer.answer_by - offer.offered_at == timedelta(hours=24)
    assert state(wish) == WishStatus.OFFERED


def test_without_time_to_answer_nothing_is_offered():
    session = SessionFactory(cancel_until=timezone.now() + timedelta(hours=1))
    wish_for(session)
    assert wishes.look(session.pk, at=timezone.now()) == []


@pytest.mark.parametrize(
    "other",
    [
        "province",
        "center",
        "skill",
        "exam",
        "too early",
        "too late",
        "audience",
        "affiliation",
        "hours",
        "seat",
    ],
)
def test_what_does_not_fit_is_not_offered(other):
    session = SessionFactory()
    day_of = timezone.localdate(session.starts_at)
    person, fields = PersonFactory(), {}
    if other == "province":
        fields["provinces"] = [CenterFactory().province]
    elif other == "exam":
        fields["exam"] = ExamFactory(skill=session.exam.skill)
    elif other == "too early":
        fields |= {"last_day": day_of - timedelta(days=1)}
    elif other == "too late":
        fields |= {"first_day": day_of + timedelta(days=1)}
    elif other == "audience":
        type(session).objects.filter(pk=session.pk).update(audience_kinds=["student"])
    elif other == "affiliation":
        session.audience_affiliations.add(AffiliationFactory())
    elif other == "hours":
        BookingFactory(session=SessionFactory(starts_at=session.starts_at), person=person)
    elif other == "seat":
        later = SessionFactory(exam=session.exam, starts_at=session.starts_at + timedelta(days=1))
        BookingFactory(session=later, person=person)
    another = SkillAreaFactory(code="another")
    wish = (
        WishFactory(person=person, skill=another)
        if other == "skill"
        else wish_for(session, person=person, **fields)
    )
    if other == "center":
        wish.centers.set([CenterFactory()])
    wishes.look(session.pk, at=timezone.now())
    wishes.reconcile(at=timezone.now())
    assert state(wish) == WishStatus.OPEN


def test_province_center_affiliation_and_exam_that_fit_are_offered():
    session = SessionFactory()
    person, affiliation = PersonFactory(), AffiliationFactory()
    WorkplaceFactory(person=person, affiliation=affiliation)
    session.audience_affiliations.add(affiliation)
    wish = wish_for(session, person=person, exam=session.exam, provinces=[session.center.province])
    wish.centers.set([session.center])
    wishes.look(session.pk, at=timezone.now())
    assert state(wish) == WishStatus.OFFERED


def test_a_named_center_goes_before_the_provinces():
    session = SessionFactory()
    elsewhere = CenterFactory(province=session.center.province)
    wish = wish_for(session, provinces=[session.center.province])
    wish.centers.set([elsewhere])
    wishes.look(session.pk, at=timezone.now())
    assert state(wish) == WishStatus.OPEN


def test_asking_finds_the_free_seats_there_are():
    session = SessionFactory()
    today = timezone.localdate()
    need = wishes.Need(session.exam.skill, today, today + timedelta(days=30))
    wish = wishes.ask(need, by=PersonFactory(), at=timezone.now())
    outbox.run_all_due()
    assert state(wish) == WishStatus.OFFERED


def test_one_waits_once_for_a_skill_and_days_must_be_in_order(full):
    wish, today = wish_for(full), timezone.localdate()
    for need in (
        wishes.Need(full.exam.skill, today, today),
        wishes.Need(ExamFactory().skill, today, today - timedelta(days=1)),
        wishes.Need(full.exam.skill, today, today, exam=ExamFactory()),
    ):
        with pytest.raises(Refusal):
            wishes.ask(need, by=wish.person, at=timezone.now())


def test_an_opened_session_more_seats_and_a_mended_seat_are_looked_at(manager):
    room = RoomFactory(seats=3)
    session = SessionFactory(room=room, seats=1, status=SessionStatus.DRAFT)
    people = [wish_for(session) for _ in range(3)]
    sessions.open_booking(session, by=manager.person, at=timezone.now())
    outbox.run_all_due()
    assert [state(w) for w in people] == [WishStatus.OFFERED, WishStatus.OPEN, WishStatus.OPEN]
    session.refresh_from_db()
    plan = plans.copy(session, seats=2)
    plans.edit(session, plan, version=session.version, by=manager.person, at=timezone.now())
    outbox.run_all_due()
    assert state(people[1]) == WishStatus.OFFERED


def test_a_session_that_opens_later_is_looked_at_when_booking_opens(manager):
    opens = timezone.now() + timedelta(hours=3)
    session = SessionFactory(status=SessionStatus.DRAFT, opens_at=opens)
    wish_for(session)
    now = timezone.now()
    sessions.open_booking(session, by=manager.person, at=now)
    assert wishes.look(session.pk, at=now) == []
    job = Job.objects.get(kind="wishes.look")
    assert job.run_after >= opens - timedelta(minutes=1)
    assert len(wishes.look(session.pk, at=opens)) == 1


def test_what_no_job_found_the_hourly_round_finds():
    session = SessionFactory()
    wish = wish_for(session)
    assert wishes.reconcile(at=timezone.now()) == 1
    assert wishes.reconcile(at=timezone.now()) == 0
    assert state(wish) == WishStatus.OFFERED


def test_a_wish_ends_after_its_last_day_and_says_so():
    wish = WishFactory()
    at = timezone.now() + timedelta(days=92)
    assert wishes.move_with_time(at=at) == 1
    outbox.run_all_due()
    assert state(wish) == WishStatus.LAPSED
    assert Notice.objects.filter(person=wish.person).count() == 1


def test_a_session_called_off_takes_its_offers_back(full):
    wish = wish_for(full)
    give_up(full)
    sessions.call_off(full, by=full.created_by, at=timezone.now(), reason="น้ำท่วม")
    assert (Offer.objects.get().status, state(wish)) == (OfferStatus.RECALLED, WishStatus.OPEN)
    outbox.run_all_due()
    told = Notice.objects.filter(person=wish.person, path=reverse("wish", args=[wish.pk]))
    assert told.count() == 1
    assert broken() == []


def test_the_mail_names_seat_and_time_and_has_a_link_for_each_answer(full):
    wish = wish_for(full)
    give_up(full)
    outbox.run_all_due()
    notice = Notice.objects.get(person=wish.person)
    assert "?answer=yes" in notice.body and "?answer=no" in notice.body
    assert notice.path == reverse("offer", args=[offered(full).pk])


def test_whoever_is_offered_a_seat_is_not_on_the_days_list(full):
    wish_for(full)
    give_up(full)
    assert list(day.seated(full)) == [] and day.count(full).free == 0


def test_place_in_line_counts_those_before_in_the_same_provinces(full):
    place, far = full.center.province, CenterFactory().province
    wish_for(full, provinces=[place])
    wish_for(full, provinces=[far])
    wish_for(full)
    mine = wish_for(full, provinces=[place])
    assert line.place_in_line(mine) == 3


def test_the_page_says_why_nothing_was_offered_yet(teacher, full):
    wish = wish_for(full, person=teacher.person)
    SessionFactory(
        exam=full.exam,
        starts_at=full.starts_at + timedelta(days=1),
        opens_at=timezone.now() + timedelta(days=1),
    )
    early = SessionFactory(exam=full.exam, starts_at=full.starts_at + timedelta(days=2))
    early.audience_affiliations.add(AffiliationFactory())
    text = teacher.read(reverse("wish", args=[wish.pk]))
    assert all(reason.words in text for reason in line.reasons(wish, timezone.now()))
    assert len({reason.words for reason in line.reasons(wish, timezone.now())}) == 3
    teacher.cost(reverse("wish", args=[wish.pk]))


def test_asking_naming_centers_and_leaving_by_the_pages(teacher):
    session = SessionFactory()
    today = timezone.localdate()
    assert session.exam.skill.name in teacher.read(reverse("wish-new"))
    form = {
        "skill": session.exam.skill.code, "first_day": today.isoformat(),
        "last_day": (today + timedelta(days=9)).isoformat(), "provinces": [session.center.province_id],
    }  # fmt: skip
    answer = teacher.post(reverse("wish-new"), form)
    wish = Wish.objects.get(person=teacher.person)
    assert answer["Location"] == reverse("wish", args=[wish.pk])
    assert teacher.post(reverse("wish-new"), form).status_code == 200
    teacher.post(reverse("wish-centers", args=[wish.pk]), {"centers": [session.center_id]})
    assert list(wish.centers.all()) == [session.center]
    assert session.center.public_name in teacher.read(reverse("wish-centers", args=[wish.pk]))
    teacher.read(reverse("my-wishes"))
    teacher.cost(reverse("my-wishes"))
    teacher.post(reverse("wish-withdraw", args=[wish.pk]))
    assert state(wish) == WishStatus.WITHDRAWN


@pytest.mark.parametrize(
    ("answer", "then"),
    [("yes", WishStatus.TAKEN), ("no", WishStatus.OPEN), ("stop", WishStatus.DECLINED)],
)
def test_one_press_answers(teacher, full, answer, then):
    wish = wish_for(full, person=teacher.person)
    give_up(full)
    offer = offered(full)
    page = reverse("offer", args=[offer.pk])
    assert reverse("offer-answer", args=[offer.pk, answer]) in teacher.read(f"{page}?answer={answer}")
    assert teacher.get(reverse("booking", args=[offer.booking.code]))["Location"] == page
    teacher.read(reverse("my-wishes"))
    teacher.post(reverse("offer-answer", args=[offer.pk, answer]))
    assert state(wish) == then
    teacher.read(page)
    teacher.read(reverse("wish", args=[wish.pk]))
    teacher.read(reverse("my-bookings"))


def test_the_rule_is_public(client):
    assert client.get(reverse("waiting-policy")).status_code == 200


def test_provinces_stand_under_their_regions_and_the_ticked_one_is_open(client):
    client.force_login(PersonFactory())
    home, other = CenterFactory().province, CenterFactory().province
    Province.objects.filter(pk=home.pk).update(region_th="ภาคหนึ่ง")
    Province.objects.filter(pk=other.pk).update(region_th="ภาคสอง")
    page = client.post(reverse("wish-new"), {"provinces": [home.pk]}).content.decode()
    assert "<details open><summary>ภาคหนึ่ง (1)</summary>" in page
    assert "<details><summary>ภาคสอง</summary>" in page
