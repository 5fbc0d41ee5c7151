"""Nobody approves what they prepared: not by the action, not past it, not with a second seat, not as an acting holder."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import Error, transaction
from django.utils import timezone

from committees.models import Level, Position
from hcec.accounts.models import User
from hcec.core.refusals import Refusal
from tests.doors.pairs import IN_PAIRS, MAY_BE_ONE, PAIRS, Pair
from tests.factories.centers import CenterFactory
from tests.factories.committees import AppointmentFactory, CommitteeFactory, person_with

pytestmark = pytest.mark.django_db
OURS = ("accounts", "centers", "committees", "core", "testing", "training", "verification")


def holder_of_every_power(center, *, acting: bool) -> User:
    """Manager of the center, and in OBEC's seat besides: as its holder or acting for one."""
    person = person_with(Position.CENTER_MANAGER, center=center)
    AppointmentFactory(
        person=person, committee=CommitteeFactory(level=Level.OBEC, center=None), position=Position.OBEC_OFFICER,
        acting=acting, ends_on=timezone.localdate() + timedelta(days=30) if acting else None,
    )  # fmt: skip
    return person


@pytest.mark.parametrize("acting", [False, True], ids=["two seats", "acting"])
@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_action_refuses_whoever_prepared(pair: Pair, acting: bool):
    center = CenterFactory()
    person = holder_of_every_power(center, acting=acting)
    thing = pair.make(center, person)
    try:
        done = pair.approve(thing, person)
    except Refusal:
        return
    assert done == [], "approved"  # bulk issues leave out what is not for this person


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_the_database_refuses_what_comes_past_the_action(pair: Pair):
    center = CenterFactory()
    person = holder_of_every_power(center, acting=False)
    thing = pair.make(center, person)
    with pytest.raises(Error, match=pair.truth), transaction.atomic():
        pair.force(thing, person)


def test_every_row_with_two_names_is_a_pair_or_says_why_not():
    """A new table on which one person prepares and another approves cannot be forgotten."""
    two_names = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OURS
        and len(
            [
                f
                for f in model._meta.concrete_fields
                if f.related_model is User and f"_{f.name}".endswith("_by")
            ]
        )
        > 1
    }
    unsaid = two_names - IN_PAIRS - MAY_BE_ONE.keys()
    assert not unsaid, f"add {sorted(unsaid)} to tests/doors/pairs.py"
