"""An id compared as a range of one is compared with the row's own id, also when a form validates the constraint."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from centers.models import Reservation
from tests.factories.centers import RoomFactory

pytestmark = pytest.mark.django_db


def reservation(room, hour: int = 0) -> Reservation:
    starts_at = timezone.now() + timedelta(days=1, hours=hour)
    return Reservation(room=room, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), purpose="สอบ")


def test_another_room_at_the_same_time_is_no_clash() -> None:
    reservation(RoomFactory()).save()
    reservation(RoomFactory()).validate_constraints()


def test_the_same_room_at_the_same_time_is() -> None:
    room = RoomFactory()
    reservation(room).save()
    with pytest.raises(ValidationError):
        reservation(room, hour=1).validate_constraints()
