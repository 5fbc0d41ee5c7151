"""A center's life is a chain of announcements (6.2.1)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.actions.announcements import announce
from centers.lifecycles import CenterStatus
from hcec.core.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, SchoolFactory

pytestmark = pytest.mark.django_db


def announced(center, kind, number="1/2569", **fields):
    day = date(2026, 11, 1)
    fields = {"kind": kind, "number": number, "announced_on": day, "effective_on": day, **fields}
    announce(center, fields, by=PersonFactory(), at=timezone.now())
    center.refresh_from_db()
    return center


def test_a_center_follows_its_announcement():
    assert announced(CenterFactory(), "suspend").status == CenterStatus.SUSPENDED


def test_a_closed_center_is_not_opened_again():
    center = announced(CenterFactory(), "close")
    with pytest.raises(Refusal):
        announced(center, "open", number="2/2569")
    assert center.announcements.count() == 1


def test_a_move_names_the_new_host_and_confirms_it():
    school = SchoolFactory()
    center = announced(CenterFactory(host_verified=False), "move", host_school=school)
    assert (center.host_school, center.host_verified) == (school, True)


def test_a_move_without_a_host_is_refused():
    with pytest.raises(Refusal):
        announced(CenterFactory(), "move")


def test_an_announcement_is_entered_once():
    center = announced(CenterFactory(), "establish")
    with pytest.raises(ValidationError):
        announced(center, "establish")
