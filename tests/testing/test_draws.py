"""Seats by lot: one entry a person, a frozen list, a seed nobody could choose, and an order that anyone can recompute."""

import json
import secrets
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import User
from hcec.core import outbox
from hcec.place import ROOT
from testing import lots
from testing.actions import bookings, draws, plans
from testing.lifecycles import BookingStatus, DrawStatus
from testing.models import Booking, Draw, DrawEntry, Session
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.testing import BookingFactory, SessionFactory, finalised_session
from tests.support.desks import passer_by, signed_in

pytestmark = pytest.mark.django_db
SCRIPT = ROOT / "static" / "testing" / "verify_draw.py"
HOUR = timedelta(hours=1)


def verified(**fields) -> User:
    """Somebody who gave an identity document; what it says does not matter here."""
    person = PersonFactory(**fields)
    person.id_kind, person.id_sealed, person.id_fingerprint = "thai", b"sealed", secrets.token_bytes(32)
    person.save()
    return person


def a_draw(*sessions: Session, **fields) -> Draw:
    """A draw whose entries are taken now and end in an hour."""
    now = timezone.now()
    times = {"entries_from": now - HOUR, "entries_until": now + HOUR, "draws_at": now + 2 * HOUR}
    sessions = sessions or (closed(),)
    return draws.set_up(sessions, by=PersonFactory(), at=now, **(times | fields))


def closed(**fields) -> Session:
    """An announced session whose booking begins tomorrow."""
    return SessionFactory(**({"opens_at": timezone.now() + timedelta(days=1)} | fields))


def entered(draw: Draw, count: int = 1, **wish) -> list[DrawEntry]:
    first = wish.get("first") or draw.sessions.order_by("starts_at", "pk").first()
    return [
        draws.enter(draw, by=verified(), first=first, others=wish.get("others", True)) for _ in range(count)
    ]


def sealed(draw: Draw) -> Draw:
    return draws.seal(draw, at=draw.entries_until)


def drawn(draw: Draw, **how) -> Draw:
    return draws.run(sealed(draw), by=None, at=draw.draws_at, **how)


def recomputed(draw: Draw, tmp_path, **changes) -> subprocess.CompletedProcess:
    """What the public script says of the published file."""
    facts = json.loads(passer_by().read(reverse("draw-published", args=[draw.pk]))) | changes
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    command = [sys.executable, "-I", str(SCRIPT), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={})


def test_nobody_books_before_the_draw():
    session = closed()
    a_draw(session)
    session.refresh_from_db()
    with pytest.raises(Refusal):
        bookings.book(session.pk, by=PersonFactory(), key=secrets.token_hex(16))
    with pytest.raises(DatabaseError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(opens_at=timezone.now())


def test_seats_go_in_the_drawn_order_and_the_rest_wait_in_it():
    draw = a_draw(closed(seats=3, room=RoomFactory(seats=3)))
    entered(draw, 8)
    drawn(draw)
    rows = list(DrawEntry.objects.filter(draw=draw).order_by("place"))
    assert [row.place for row in rows] == list(range(1, 9))
    assert [row.outcome for row in rows] == ["confirmed"] * 3 + ["waiting"] * 5
    assert [row.number for row in rows] == [1, 2, 3, 1, 2, 3, 4, 5]
    assert Booking.objects.count() == 8


def test_what_is_left_is_open_to_everyone_afterwards():
    session = closed(seats=2, room=RoomFactory(seats=2))
    draw = a_draw(session)
    entered(draw, 1)
    drawn(draw)
    assert bookings.book(session.pk, by=PersonFactory(), key=secrets.token_hex(16)).outcome == "confirmed"


def test_the_public_script_finds_the_same_order(tmp_path):
    draw = a_draw(closed(seats=5, room=RoomFactory(seats=5)))
    entered(draw, 30)
    drawn(draw)
    said = recomputed(draw, tmp_path)
    assert (said.returncode, said.stdout) == (0, "The draw is right.\n")


def test_the_public_script_checks_the_list_before_the_draw(tmp_path):
    draw = a_draw()
    entered(draw, 3)
    sealed(draw)
    assert recomputed(draw, tmp_path).stdout.startswith("The list is right")


@pytest.mark.parametrize("what", ["seed", "secret", "list_sha256", "later_value", "entries", "results"])
def test_the_public_script_finds_what_was_changed(what, tmp_path):
    draw = a_draw()
    entered(draw, 6)
    drawn(draw)
    facts = json.loads(passer_by().read(reverse("draw-published", args=[draw.pk])))
    value = facts[what]
    if what == "results":
        value[0]["code"], value[1]["code"] = value[1]["code"], value[0]["code"]
    changed = value[1:] if what == "entries" else value if what == "results" else "0" * 64
    assert recomputed(draw, tmp_path, **{what: changed}).returncode == 1


def test_the_secret_is_fixed_before_the_first_entry_and_opened_by_the_draw():
    draw = a_draw()
    page = reverse("draw", args=[draw.pk])
    entered(draw, 2)
    sealed(draw)
    before = passer_by().read(page)
    assert draw.commitment in before and draw.secret not in before
    assert draw.secret not in passer_by().read(reverse("draw-published", args=[draw.pk]))
    with pytest.raises(DatabaseError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(secret="0" * 64)
    drawn(draw)
    draw.refresh_from_db()
    assert lots.digest(draw.secret) == draw.commitment
    assert draw.seed in passer_by().read(page)


def test_a_promised_public_value_is_part_of_the_seed_and_awaited():
    draw = a_draw(later_name="First prize of the Government Lottery, 1 December")
    entered(draw, 2)
    sealed(draw)
    with pytest.raises(Refusal):
        draws.run(draw, by=None, at=draw.draws_at)
    draws.move_with_time(at=draw.draws_at)
    draw = draws.run(draw, by=None, at=draw.draws_at, later_value="123456")
    assert draw.seed == lots.seed(draw.secret, draw.list_sha256, "123456")


def test_the_frozen_list_takes_nobody_in_and_lets_nobody_out():
    draw = a_draw()
    (entry,) = entered(draw)
    sealed(draw)
    for change in ("DELETE FROM testing_drawentry", "UPDATE testing_drawentry SET lots = 40"):
        with (
            pytest.raises(DatabaseError, match="frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    with pytest.raises(Refusal):
        entered(draw)
    with pytest.raises(Refusal):
        draws.leave(draw, by=entry.person)


def test_a_person_enters_once_and_may_change_her_wish_or_leave():
    early = closed()
    late = closed(room=RoomFactory(center=early.center))
    draw, person = a_draw(early, late), verified()
    early, late = draw.sessions.order_by("pk")
    first = draws.enter(draw, by=person, first=early, others=True)
    again = draws.enter(draw, by=person, first=late, others=False)
    assert (first.pk, first.code) == (again.pk, again.code)
    draws.leave(draw, by=person)
    assert not DrawEntry.objects.exists()


@pytest.mark.parametrize("person", [{"first_name_th": "", "first_name_en": ""}, {"kind": "public"}])
def test_who_could_not_book_cannot_enter(person):
    draw = a_draw(closed(audience_kinds=["teacher"]))
    with pytest.raises(Refusal):
        draws.enter(draw, by=verified(**person), first=draw.sessions.get(), others=True)


def test_nobody_enters_without_an_identity():
    draw = a_draw()
    with pytest.raises(Refusal, match="profile|ข้อมูลส่วนตัว"):
        draws.enter(draw, by=PersonFactory(), first=draw.sessions.get(), others=True)


def test_nobody_enters_before_or_after_the_time_by_the_clock_of_the_database(monkeypatch):
    now = timezone.now()
    early = a_draw(entries_from=now + HOUR, entries_until=now + 2 * HOUR)
    late = a_draw()
    Draw.objects.filter(pk=late.pk).update(entries_until=late.entries_from + timedelta(minutes=1))
    monkeypatch.setattr(timezone, "now", lambda: now + HOUR)
    for draw in (early, late):
        with pytest.raises(Refusal):
            entered(draw)


def test_the_rule_gives_more_lots_to_the_new_and_fewer_to_the_absent():
    draw = a_draw(closed(), base_lots=3, new_lots=2, absent_lots=1)
    session = draw.sessions.get()
    new, absent, seasoned = (draws.enter(draw, by=verified(), first=session, others=True) for _ in range(3))
    before = finalised_session()
    before.exam.skill = session.exam.skill
    before.exam.save()
    BookingFactory(session=before, person=seasoned.person, status=BookingStatus.ATTENDED)
    BookingFactory(session=before, person=absent.person, status=BookingStatus.ABSENT)
    earlier = finalised_session(starts_at=before.starts_at - timedelta(days=30))
    BookingFactory(session=earlier, person=absent.person, status=BookingStatus.ABSENT)
    sealed(draw)
    found = {entry.pk: entry.lots for entry in DrawEntry.objects.all()}
    assert [found[entry.pk] for entry in (new, absent, seasoned)] == [5, 4, 3]


def test_twice_the_lots_are_twice_the_chance():
    tickets = [lots.Ticket(f"C{n}", 2 if n < 5 else 1, 1, False) for n in range(10)]
    firsts = [lots.order(lots.digest(str(n)), tickets)[0].lots for n in range(3000)]
    assert 0.63 < firsts.count(2) / 3000 < 0.70  # ten lots of fifteen


def test_a_full_first_wish_gives_the_other_session_where_it_would_do():
    one = closed(seats=1, room=RoomFactory(seats=1))
    two = closed(seats=1, room=RoomFactory(seats=1, center=one.center))
    draw = a_draw(one, two)
    first = draw.sessions.get(pk=one.pk)
    entered(draw, 3, first=first)
    entered(draw, 2, first=first, others=False)
    drawn(draw)
    assert Booking.objects.filter(session=two, status=BookingStatus.CONFIRMED).count() == 1
    assert Booking.objects.filter(session=one, status=BookingStatus.WAITING).count() == 3
    assert not DrawEntry.objects.filter(others=False, session=two).exists()


def test_a_draw_is_of_one_center():
    with pytest.raises(Refusal):
        a_draw(closed(), closed())


def test_who_sits_elsewhere_at_that_time_is_passed_over_and_told():
    session = closed(seats=1, room=RoomFactory(seats=1))
    draw = a_draw(session)
    (entry,) = entered(draw)
    BookingFactory(session=SessionFactory(starts_at=session.starts_at), person=entry.person)
    drawn(draw)
    entry.refresh_from_db()
    assert entry.outcome == "refused" and entry.reasons
    outbox.run_all_due()
    assert entry.person.notices.filter(path=reverse("draw", args=[draw.pk])).exists()


def test_running_a_draw_twice_books_nobody_twice():
    draw = a_draw()
    entered(draw, 3)
    drawn(draw)
    draws.run(draw, by=None, at=draw.draws_at)
    draws.move_with_time(at=draw.draws_at)
    assert Booking.objects.count() == 3


def test_time_freezes_and_draws_by_itself():
    draw = a_draw()
    entered(draw, 2)
    draws.move_with_time(at=draw.entries_until)
    assert Draw.objects.get().status == DrawStatus.SEALED
    draws.move_with_time(at=draw.draws_at)
    assert Draw.objects.get().status == DrawStatus.DRAWN


def test_a_draw_called_off_opens_its_sessions_to_all_a_day_later_and_tells_people():
    session = closed()
    draw = a_draw(session)
    (entry,) = entered(draw)
    now = timezone.now()
    draws.call_off(draw, by=PersonFactory(), at=now)
    session.refresh_from_db()
    assert session.draw is None and session.opens_at == now + timedelta(days=1)
    outbox.run_all_due()
    assert entry.person.notices.filter(path=reverse("session", args=[session.pk])).exists()


def test_seats_that_are_being_booked_are_not_drawn():
    with pytest.raises(Refusal):
        a_draw(SessionFactory())
    session = closed()
    with pytest.raises(Refusal):
        a_draw(session, draws_at=session.closes_at)


# Pages


def test_a_person_enters_on_the_page_of_the_draw_and_sees_her_place():
    draw, me = a_draw(), signed_in(verified())
    page = reverse("draw", args=[draw.pk])
    me.post(reverse("draw-enter", args=[draw.pk]), {"first": draw.sessions.get().pk, "others": "on"})
    entry = DrawEntry.objects.get()
    assert entry.code_shown in me.read(page)
    drawn(draw)
    me.cost(page)
    assert "1" in me.read(page)
    assert str(me.person) not in passer_by().read(page)


def test_leaving_is_one_press():
    draw, me = a_draw(), signed_in(verified())
    draws.enter(draw, by=me.person, first=draw.sessions.get(), others=True)
    me.post(reverse("draw-leave", args=[draw.pk]))
    assert not DrawEntry.objects.exists()


def test_the_session_leads_to_the_draw():
    session = closed()
    draw = a_draw(session)
    assert reverse("draw", args=[draw.pk]) in passer_by().read(reverse("session", args=[session.pk]))


def test_the_manager_sets_a_draw_up_and_runs_it(manager, room):
    session = closed(room=room)
    now = timezone.localtime()
    data = {"sessions": [session.pk], "base_lots": 2, "new_lots": 2, "absent_lots": 1, "absent_months": 12}
    times = {"entries_from": -HOUR, "entries_until": HOUR, "draws_at": 2 * HOUR}
    data |= {name: (now + add).strftime("%Y-%m-%d %H.%M") for name, add in times.items()}
    response = manager.post(reverse("manage-draw-new", args=[session.pk]), data | {"later_name": "A lottery"})
    assert response.status_code == 302, response.context["form"].errors
    draw = Draw.objects.get()
    page = reverse("manage-draw", args=[draw.pk])
    entered(draw, 2)
    manager.cost(page)
    past = {"entries_from": now - 3 * HOUR, "entries_until": now - 2 * HOUR, "draws_at": now - HOUR}
    Draw.objects.filter(pk=draw.pk).update(**past)
    manager.post(reverse("manage-draw-move", args=[draw.pk, "seal"]))
    manager.read(page)
    manager.post(reverse("manage-draw-move", args=[draw.pk, "draw"]), {"later_value": "42"})
    assert Draw.objects.get().later_value == "42"
    assert Booking.objects.count() == 2


def test_a_session_under_a_draw_is_not_changed():
    session = closed()
    a_draw(session)
    session.refresh_from_db()
    plan = plans.copy(session, conditions="Bring a pen.")
    with pytest.raises(Refusal, match="lot|ฉลาก"):
        plans.edit(session, plan, version=session.version, by=PersonFactory(), at=timezone.now())
