"""A status moves only as its table says, in Python and in the database."""

import pytest
from django.db import DatabaseError, transaction

from centers.lifecycles import CENTER, CenterStatus
from centers.models import Center
from hcec.core.lifecycle import LIFECYCLES
from hcec.core.refusals import Refusal
from tests.factories.centers import CenterFactory

pytestmark = pytest.mark.django_db


def test_a_legal_move_sets_the_state():
    center = Center(status=CenterStatus.OPEN)
    CENTER.apply(center, "suspend")
    assert center.status == CenterStatus.SUSPENDED


def test_an_illegal_move_is_refused_with_the_state_in_the_sentence():
    center = Center(status=CenterStatus.CLOSED)
    with pytest.raises(Refusal, match=str(CenterStatus.CLOSED.label)):
        CENTER.apply(center, "open")


def test_open_moves_are_the_legal_ones_in_table_order():
    assert CENTER.open_moves(Center(status=CenterStatus.OPEN)) == ["suspend", "close"]


def test_the_database_refuses_a_move_that_is_not_in_the_table():
    center = CenterFactory(status=CenterStatus.CLOSED)
    with pytest.raises(DatabaseError), transaction.atomic():
        Center.objects.filter(pk=center.pk).update(status=CenterStatus.OPEN)


def test_the_database_refuses_a_state_that_is_not_in_the_table():
    with pytest.raises(DatabaseError), transaction.atomic():
        CenterFactory(status="imaginary")


def test_every_lifecycle_names_states_that_exist():
    for lifecycle in LIFECYCLES.values():
        for move in lifecycle.moves.values():
            assert {*move.sources, move.target} <= set(lifecycle.states.values)
