"""The national demo keeps every truth of the house, at whatever size."""

import pytest
from django.utils import timezone

from hcec.accounts.models import User
from hcec.core.integrity import all_invariants
from hcec.demo.national import National
from hcec.reports.management.commands.load_reference import APPS, load
from testing.models import Booking


@pytest.mark.django_db
def test_the_nation_is_made_to_size_and_breaks_no_invariant():
    for app in APPS:
        load(app)
    National(people=20_000, bookings=19_000, seed=1, now=timezone.now(), say=lambda words: None).build()
    assert User.objects.filter(email__startswith="person.").count() == 20_000
    assert Booking.objects.count() == 19_000
    assert {i.name: i.broken(3) for i in all_invariants() if i.broken(1)} == {}
