"""A series of sessions: every date seen first, all of them or the free ones, each with its room (guideline 5.2.1, 7.1)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from centers.models import Holiday
from testing.actions import series
from testing.lifecycles import SessionStatus
from testing.models import Session
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import ReservationFactory, RoomFactory
from tests.factories.testing import ExamFactory

pytestmark = pytest.mark.django_db


def monday(weeks=2):
    """A Monday some weeks ahead."""
    today = timezone.localdate()
    return today + timedelta(days=(7 - today.weekday()) % 7 + 7 * weeks)


def wish(*rooms, **changes):
    first = changes.pop("first_day", monday())
    fields = {
        "exam": ExamFactory(),
        "rooms": rooms,
        "first_day": first,
        "until": first + timedelta(days=13),
        "weekdays": (0, 2),
        "hours": (time(9), time(13)),
        "opens_at": timezone.now() - timedelta(days=1),
        "closes_days": 2,
    }
    return series.Wish(**fields | changes)


def taken(room, day, hour):
    begin = timezone.make_aware(datetime.combine(day, time(hour)))
    return ReservationFactory(
        room=room, starts_at=begin, ends_at=begin + timedelta(hours=1), purpose="ประชุมครู"
    )


def draft(wanted, **how):
    return series.draft(wanted, **{"only_free": False, "by": PersonFactory(), "at": timezone.now()} | how)


def test_every_day_hour_and_room_has_its_session_and_its_room(room, center):
    other = RoomFactory(center=center, seats=10)
    made = draft(wish(room, other))
    assert len(made) == 2 * 2 * 2 * 2
    assert {s.reservation.room for s in made} == {room, other}
    days = {timezone.localdate(s.starts_at) - monday() for s in made}
    assert sorted(days) == [timedelta(days=n) for n in (0, 2, 7, 9)]
    assert {s.seats for s in made} == {40, 10}
    assert all(s.starts_at - s.closes_at == timedelta(days=2) for s in made)


def test_every_second_week_leaves_one_out(room):
    assert len(draft(wish(room, repeats="fortnightly"))) == 4


def test_a_taken_room_and_a_holiday_are_seen_before(room):
    taken(room, monday(), 9)
    Holiday.objects.create(day=monday() + timedelta(days=2), name_th="วันหยุด", name_en="Holiday")
    seen = series.proposals(wish(room), at=timezone.now())
    clashes = [p.clash for p in seen if p.clash]
    assert clashes[0] == "ประชุมครู" and len(clashes) == 3
    assert not Session.objects.exists()


def test_all_or_nothing_is_nothing_where_one_is_taken(room):
    taken(room, monday(), 9)
    with pytest.raises(Refusal, match="ประชุมครู"):
        draft(wish(room))
    assert not Session.objects.exists()


def test_the_free_ones_are_made_where_that_is_chosen(room):
    taken(room, monday(), 9)
    assert len(draft(wish(room), only_free=True)) == 7


def test_where_nothing_is_free_nothing_is_made(room):
    wanted = wish(room)
    draft(wanted)
    with pytest.raises(Refusal):
        draft(wanted, only_free=True)
    assert Session.objects.count() == 8


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": (time(9), time(10))},
        {"until": date(2000, 1, 1)},
        {"first_day": date(2020, 1, 6), "until": date(2020, 1, 31)},
        {"weekdays": (6,), "until": monday()},
        {
            "hours": tuple(time(hour) for hour in range(6, 22, 3)),
            "weekdays": tuple(range(7)),
            "until": monday(40),
        },
    ],
)
def test_a_series_that_cannot_be_is_refused(room, wrong):
    with pytest.raises(Refusal):
        series.proposals(wish(room, **wrong), at=timezone.now())


def test_a_booking_window_that_contradicts_itself_makes_nothing(room):
    with pytest.raises(Refusal):
        draft(wish(room, opens_at=timezone.now() + timedelta(days=90)))
    assert not Session.objects.exists()


def boxes(room, **changes):
    first, last = monday(), monday() + timedelta(days=6)
    day = lambda d: f"{d.day}/{d.month}/{d.year + 543}"  # noqa: E731
    fields = {
        "exam": ExamFactory().pk, "rooms": [room.pk], "first_day": day(first), "until": day(last),
        "weekdays": ["0", "2"], "repeats": "weekly", "hours": "9.00, 13.00", "closes_days": "1",
        "opens_at": f"{day(timezone.localdate())} 08.00",
    }  # fmt: skip
    return fields | changes


def test_the_page_shows_the_dates_and_its_button_makes_them(manager, room):
    here = reverse("manage-series-new")
    page = manager.post(here, boxes(room))
    assert len(page.context["seen"]) == 4 and not Session.objects.exists()
    body: dict = {}
    for name, value in page.context["typed"]:
        body.setdefault(name, []).append(value)
    assert manager.post(here, body | {"save": "all"}).url == reverse("manage-sessions")
    assert Session.objects.filter(status=SessionStatus.DRAFT).count() == 4


def test_the_page_announces_them_at_once_where_that_is_ticked(manager, room):
    manager.post(reverse("manage-series-new"), boxes(room, open_now="on", save="all"))
    found = set(Session.objects.values_list("status", flat=True))
    assert found == {SessionStatus.OPEN}


def test_rooms_of_other_centers_are_no_choice(manager):
    page = manager.post(reverse("manage-series-new"), boxes(RoomFactory(), save="all"))
    assert page.context["form"].errors["rooms"] and not Session.objects.exists()


def test_hours_that_are_none_are_said(manager, room):
    page = manager.post(reverse("manage-series-new"), boxes(room, hours=" , "))
    assert page.context["form"].errors["hours"]
