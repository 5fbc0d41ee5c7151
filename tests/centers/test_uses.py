"""Other uses of rooms: asked, answered, skipped where they clash, offered again, confirmed again (6.4.6, 6.4.8)."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from centers.actions import reservations, rooms, use_watch, uses
from centers.lifecycles import RoomUseStatus, UseDateStatus
from centers.models import Holiday, Reservation, RoomUse, RoomUseDate
from centers.repeats import Repeat
from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.integrity import all_invariants
from hcec.core.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import ReservationFactory, RoomFactory, RoomUseFactory

pytestmark = pytest.mark.django_db
# A Monday morning some weeks ahead, so that weeks are whole.
TODAY = timezone.localdate()
FIRST = timezone.make_aware(
    datetime.combine(TODAY + timedelta(days=14 - TODAY.weekday()), datetime.min.time())
) + timedelta(hours=9)


@pytest.fixture
def room():
    return RoomFactory()


@pytest.fixture
def manager():
    return PersonFactory()


def wish(room, weeks=4, **changes):
    """Two hours every Monday."""
    until = timezone.localdate(FIRST) + timedelta(days=7 * (weeks - 1))
    fields = {
        "purpose": "ชมรมภาษาอังกฤษ",
        "starts_at": FIRST,
        "ends_at": FIRST + timedelta(hours=2),
        "repeats": Repeat.WEEKLY,
        "until": until,
    } | changes
    return uses.Wish(room=room, **fields)


def once(room, **changes):
    return wish(room, repeats=Repeat.NEVER, until=None, **changes)


def asked(room, **changes):
    return uses.ask(wish(room, **changes), by=PersonFactory(), at=timezone.now())


def approved(room, manager, **changes):
    return uses.approve(asked(room, **changes), by=manager, at=timezone.now())


def states(use):
    return list(use.dates.order_by("starts_at").values_list("status", flat=True))


def taken(room, week, purpose="สอบ"):
    begins = FIRST + timedelta(days=7 * week, hours=1)
    return ReservationFactory(
        room=room, starts_at=begins, ends_at=begins + timedelta(hours=3), purpose=purpose
    )


def whole():
    return [row for truth in all_invariants() if "use" in truth.name or "held date" in truth.name for row in truth.broken()]  # fmt: skip


def test_a_request_holds_nothing_before_the_answer(room):
    use = asked(room)
    assert states(use) == ["planned"] * 4
    assert not Reservation.objects.exists()


def test_an_approved_request_holds_every_date_and_tells_whoever_asked(room, manager):
    use = approved(room, manager)
    assert states(use) == ["held"] * 4
    assert Reservation.objects.filter(room=room, released=False, purpose=use.purpose).count() == 4
    assert Notice.objects.filter(person=use.asked_by).count() == 1
    assert whole() == []


def test_a_date_that_clashes_is_skipped_and_kept_with_its_reason(room, manager):
    taken(room, 1, "สอบวัดระดับ")
    use = approved(room, manager)
    assert states(use) == ["held", "skipped", "held", "held"]
    assert use.dates.get(status="skipped").why == "สอบวัดระดับ"


def test_a_closed_room_and_a_holiday_are_skipped_too(room, manager):
    begins = FIRST + timedelta(days=7)
    rooms.close(
        room, starts_at=begins, ends_at=begins + timedelta(hours=8), reason="ซ่อมแอร์", by=manager, at=timezone.now()
    )  # fmt: skip
    Holiday.objects.create(day=timezone.localdate(FIRST) + timedelta(days=14), name_th="วันหยุดชดเชย")
    use = approved(room, manager)
    assert states(use) == ["held", "skipped", "skipped", "held"]
    assert "ซ่อมแอร์" in use.dates.filter(status="skipped").earliest("starts_at").why
    assert use.dates.filter(status="skipped").latest("starts_at").why == "วันหยุดชดเชย"


def test_a_single_use_on_a_holiday_is_what_somebody_wanted(room, manager):
    Holiday.objects.create(day=timezone.localdate(FIRST), name_th="วันหยุด")
    use = uses.ask(once(room), by=manager, at=timezone.now())
    assert states(uses.approve(use, by=manager, at=timezone.now())) == ["held"]


def test_a_room_that_is_taken_on_every_date_is_not_asked_for(room):
    taken(room, 0, "อบรมครู")
    with pytest.raises(Refusal, match="อบรมครู"):
        uses.ask(once(room), by=PersonFactory(), at=timezone.now())


def test_an_answer_that_comes_too_late_is_refused_and_the_request_waits_on(room, manager):
    use = uses.ask(once(room), by=manager, at=timezone.now())
    taken(room, 0)
    with pytest.raises(Refusal):
        uses.approve(use, by=manager, at=timezone.now())
    use.refresh_from_db()
    assert use.status == RoomUseStatus.ASKED and states(use) == ["planned"]


@pytest.mark.parametrize(
    "changes",
    [
        {"ends_at": FIRST},
        {"until": None},
        {"until": timezone.localdate(FIRST) - timedelta(days=1)},
        {"until": timezone.localdate(FIRST) + timedelta(days=400)},
        {"repeats": Repeat.NEVER},
        {"ends_at": FIRST + timedelta(days=8)},
        {"starts_at": FIRST - timedelta(days=90)},
    ],
    ids=["no end", "no last day", "over before", "too far", "once until", "over itself", "past"],
)
def test_a_wish_that_contradicts_itself_is_refused(room, changes):
    with pytest.raises(Refusal):
        asked(room, **changes)
    assert not RoomUse.objects.exists()


def test_a_room_out_of_use_is_not_asked_for():
    with pytest.raises(Refusal):
        asked(RoomFactory(active=False))


def test_the_same_key_is_the_same_request(room, manager):
    key = uuid4()
    first = uses.ask(wish(room), by=manager, at=timezone.now(), key=key)
    assert uses.ask(wish(room), by=manager, at=timezone.now(), key=key) == first
    assert RoomUse.objects.count() == 1


def test_a_request_is_turned_down_with_words_and_lets_its_dates_go(room, manager):
    use = asked(room)
    with pytest.raises(Refusal):
        uses.decline(use, words=" ", by=manager, at=timezone.now())
    uses.decline(use, words="มีสอบทั้งเดือน", by=manager, at=timezone.now())
    assert states(use) == ["dropped"] * 4
    assert Notice.objects.get(person=use.asked_by).body == "มีสอบทั้งเดือน"
    with pytest.raises(Refusal):
        uses.approve(use, by=manager, at=timezone.now())


def test_what_is_taken_back_is_free_for_others(room, manager):
    use = uses.withdraw(approved(room, manager), by=manager, at=timezone.now())
    assert states(use) == ["given_back"] * 4
    assert reservations.hold(room, starts_at=FIRST, ends_at=FIRST + timedelta(hours=1), purpose="สอบ")
    assert whole() == []


def test_one_date_is_given_back_alone(room, manager):
    use = approved(room, manager)
    uses.let_go(use.dates.earliest("starts_at"), by=manager, at=timezone.now())
    assert states(use) == ["given_back", "held", "held", "held"]


def test_a_skipped_date_is_offered_once_as_soon_as_the_room_is_given_back(room, manager):
    other = taken(room, 1)
    use = approved(room, manager)
    told = Notice.objects.filter(person=use.asked_by)
    assert use_watch.offer(at=timezone.now()) == 0
    reservations.release(other)
    outbox.run_all_due()
    use_watch.watch(at=timezone.now())
    assert told.count() == 2
    assert uses.repair(use, by=use.asked_by, at=timezone.now()) == 1
    assert states(use) == ["held"] * 4
    assert whole() == []


def test_a_date_that_somebody_else_took_again_is_offered_anew_when_it_is_free_once_more(room, manager):
    other = taken(room, 1)
    use = approved(room, manager)
    reservations.release(other)
    assert use_watch.offer(at=timezone.now()) == 1
    again = taken(room, 1)
    assert use_watch.offer(at=timezone.now()) == 0
    reservations.release(again)
    assert use_watch.offer(at=timezone.now() + timedelta(minutes=5)) == 1
    assert Notice.objects.filter(person=use.asked_by).count() == 3


def test_a_reservation_that_moves_away_frees_the_skipped_date(room, manager):
    other = taken(room, 1)
    use = approved(room, manager)
    later = other.starts_at + timedelta(days=2)
    reservations.move(other, room=room, starts_at=later, ends_at=later + timedelta(hours=1))
    outbox.run_all_due()
    assert Notice.objects.filter(person=use.asked_by).count() == 2


def test_nothing_is_repaired_while_the_clash_lasts(room, manager):
    taken(room, 1)
    use = approved(room, manager)
    with pytest.raises(Refusal):
        uses.repair(use, by=manager, at=timezone.now())


def test_skipped_dates_of_what_was_taken_back_are_offered_to_nobody(room, manager):
    other = taken(room, 1)
    use = uses.withdraw(approved(room, manager), by=manager, at=timezone.now())
    reservations.release(other)
    assert use_watch.offer(at=timezone.now()) == 0
    assert states(use)[1] == UseDateStatus.DROPPED


def test_a_weekly_hold_is_warned_of_and_then_released(room, manager):
    use = approved(room, manager, weeks=20)
    due = timezone.now() + timedelta(days=28)
    use_watch.watch(at=due - timedelta(days=7))
    assert RoomUse.objects.get(pk=use.pk).warned_at
    use_watch.watch(at=due)
    assert RoomUse.objects.get(pk=use.pk).status == RoomUseStatus.APPROVED
    use_watch.watch(at=due + timedelta(days=1, hours=1))
    use.refresh_from_db()
    assert use.status == RoomUseStatus.LAPSED
    ahead = use.dates.filter(starts_at__gt=due + timedelta(days=2))
    assert set(ahead.values_list("status", flat=True)) == {"given_back"}
    assert Notice.objects.filter(person=use.asked_by).count() == 3


def test_a_confirmed_hold_stays(room, manager):
    use = approved(room, manager, weeks=20)
    due = timezone.now() + timedelta(days=28)
    use_watch.watch(at=due - timedelta(days=7))
    uses.confirm(use, by=use.asked_by, at=due - timedelta(days=1))
    use_watch.watch(at=due + timedelta(days=2))
    assert set(states(use)) == {"held"}


def test_a_hold_is_never_released_without_a_full_warning(room, manager):
    use = approved(room, manager, weeks=30)
    late = timezone.now() + timedelta(days=60)  # beat was away for a month
    use_watch.watch(at=late)
    assert RoomUse.objects.get(pk=use.pk).status == RoomUseStatus.APPROVED
    use_watch.watch(at=late + timedelta(days=7))
    assert RoomUse.objects.get(pk=use.pk).status == RoomUseStatus.LAPSED


def test_a_monthly_hold_is_not_asked_again(room, manager):
    until = timezone.localdate(FIRST) + timedelta(days=200)
    use = approved(room, manager, repeats=Repeat.MONTHLY, until=until)
    assert use.confirm_by is None
    with pytest.raises(Refusal):
        uses.confirm(use, by=manager, at=timezone.now())


def test_the_database_refuses_dates_of_one_use_that_overlap(room):
    use = RoomUseFactory(room=room)
    row = use.dates.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomUseDate.objects.create(
            use=use, starts_at=row.starts_at + timedelta(minutes=1), ends_at=row.ends_at
        )


def test_the_database_refuses_a_held_date_with_another_rooms_reservation(room):
    row = RoomUseFactory(room=room).dates.get()
    other = ReservationFactory(starts_at=row.starts_at, ends_at=row.ends_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomUseDate.objects.filter(pk=row.pk).update(status="held", reservation=other)


def test_the_database_refuses_a_release_without_a_warning(room, manager):
    use = approved(room, manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomUse.objects.filter(pk=use.pk).update(status="lapsed")


def test_a_repeat_ends_on_its_last_day(room):
    use = asked(room, weeks=3)
    assert use.until == date.fromordinal(timezone.localdate(FIRST).toordinal() + 14)
    assert use.dates.count() == 3
