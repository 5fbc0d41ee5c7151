"""Menus: each app's entries, by power, the present page marked."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from hcec.core import navigation
from hcec.core.access import Access, Permission, Reach
from hcec.core.drawing import icon_names
from hcec.core.navigation import Entry


@pytest.fixture
def menu(monkeypatch):
    def put(*entries):
        monkeypatch.setattr(navigation, "entries", lambda: entries)

    return put


def ask(path="/", access=None):
    request = RequestFactory().get(path)
    request.access = access or Access()
    return request


def test_an_entry_shows_only_to_who_holds_its_power(menu):
    menu(Entry("Manage", "styleguide", permission=Permission.SESSION_MANAGE))
    assert navigation.lines(ask(), "work") == []
    holder = Access.of([(Permission.SESSION_MANAGE, Reach(nation=True))])
    assert [line.label for line in navigation.lines(ask(access=holder), "work")] == ["Manage"]


def test_the_entry_whose_address_holds_the_page_is_marked(menu):
    menu(Entry("Guide", "styleguide"), Entry("Below", "styleguide_progress"))
    lines = navigation.lines(ask("/styleguide/progress"), "work")
    assert [(line.label, line.current) for line in lines] == [("Guide", False), ("Below", True)]


def test_a_count_is_asked_only_where_the_menu_is_drawn(menu):
    asked = []
    menu(Entry("Inbox", "styleguide", place="person", count=lambda request: asked.append(1) or 3))
    assert navigation.lines(ask(), "work") == []
    assert asked == []
    assert navigation.lines(ask(), "person")[0].count == 3


def test_every_entry_of_the_house_leads_somewhere_and_has_an_icon_that_exists():
    for entry in navigation.entries():
        assert reverse(entry.url_name)
        assert entry.place in navigation.PLACES
        assert not entry.icon or entry.icon in icon_names()


def test_duties_stand_under_the_name_of_the_app_that_lists_them(menu):
    menu(
        Entry("Sessions", "styleguide", group="Testing"),
        Entry("Rooms", "styleguide_progress", group="Centers"),
        Entry("Results", "styleguide", group="Testing"),
    )
    found = navigation.grouped(navigation.lines(ask(), "work"))
    assert [(heading, [line.label for line in lines]) for heading, lines in found] == [
        ("Testing", ["Sessions", "Results"]),
        ("Centers", ["Rooms"]),
    ]


@pytest.mark.parametrize(
    ("path", "opens"), [(reverse("styleguide"), True), ("/manage/tests/", False), ("/no/such/page", False)]
)
def test_nobody_is_led_to_a_page_that_refuses(path, opens):
    assert navigation.may_open(Access(), path) is opens
