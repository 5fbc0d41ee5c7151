"""Calendars to subscribe to: a person's own, secret and revocable, and a center's for anyone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.actions import feeds
from hcec.accounts.models import CalendarFeed
from hcec.core.ical import Event, calendar
from tests.factories.accounts import PersonFactory
from tests.factories.training import a_date, enrol, open_round, plan_round
from tests.support.desks import passer_by, signed_in
from training.models import Mode

pytestmark = pytest.mark.django_db


def unfolded(response) -> str:
    return response.content.decode().replace("\r\n ", "")


def of_person(token):
    return passer_by().get(reverse("calendar-person", args=[token]))


def test_a_persons_calendar_holds_her_meetings_and_never_the_joining_link():
    link = "https://meet.example/secret"
    round = open_round(dates=[a_date(None, mode=Mode.VIRTUAL, link=link, length=12)])
    person = enrol(round).person
    enrol(open_round())
    said = unfolded(of_person(feeds.token_of(feeds.make(person, at=timezone.now()))))
    assert said.count("BEGIN:VEVENT") == 1
    assert round.course.name_th in said
    assert link not in said


def test_a_closed_or_changed_address_says_nothing():
    person, at = PersonFactory(), timezone.now()
    first = feeds.token_of(feeds.make(person, at=at))
    second = feeds.token_of(feeds.make(person, at=at))
    assert of_person(first).status_code == 404
    assert of_person(second).status_code == 200
    feeds.close(person, at=at)
    assert of_person(second).status_code == 404


def test_an_address_cannot_be_made_from_the_table_alone():
    feed = feeds.make(PersonFactory(), at=timezone.now())
    assert of_person(feed.serial.hex).status_code == 404
    assert of_person(f"{feed.serial.hex}.x").status_code == 404


def test_a_private_calendar_is_kept_nowhere_on_its_way():
    answer = of_person(feeds.token_of(feeds.make(PersonFactory(), at=timezone.now())))
    assert answer["Cache-Control"] == "no-store, private"


def test_a_person_opens_and_closes_her_calendar_on_her_page():
    desk = signed_in(PersonFactory())
    desk.post(reverse("my-calendar-make"))
    feed = CalendarFeed.objects.get(person=desk.person)
    assert feeds.token_of(feed) in desk.read(reverse("my-calendar"))
    desk.post(reverse("my-calendar-close"))
    assert feeds.token_of(feed) not in desk.read(reverse("my-calendar"))


def test_a_centers_calendar_holds_what_is_announced_and_no_draft():
    round = open_round()
    plan_round(center=round.center)
    said = unfolded(passer_by().get(reverse("calendar-center", args=[round.center.code])))
    assert said.count("BEGIN:VEVENT") == 2
    assert said.count("UID:meeting-") == 2


def test_lines_are_folded_within_75_octets_and_no_character_is_cut():
    at = datetime(2026, 12, 1, tzinfo=UTC)
    name = "ภาษาอังกฤษ; เพื่อการสื่อสาร, ระดับกลาง\nครั้งที่สอง" * 3
    said = calendar("ปฏิทิน", [Event("u", at, at + timedelta(hours=1), name)], at=at)
    assert all(len(line.encode()) <= 75 for line in said.split("\r\n"))
    assert "ภาษาอังกฤษ\\; เพื่อการสื่อสาร\\, ระดับกลาง\\nครั้งที่สอง" in said.replace("\r\n ", "")
