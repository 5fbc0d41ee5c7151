"""Eight officers confirm at once: receipt numbers without gap, one receipt for a payment; first proof that it can fail."""

import threading

import pytest
from django.utils import timezone

from hcec.core.integrity import all_invariants
from testing.actions import payments, receipts
from testing.models import Receipt, ReceiptSeries
from tests.factories.accounts import PersonFactory
from tests.factories.fees import costs, fee_of, proved
from tests.factories.testing import BookingFactory, SessionFactory
from tests.support.together import together

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def to_confirm(many: int) -> list:
    """So many payments of one center whose proofs wait."""
    session = SessionFactory(room__seats=many)
    costs(session.exam)
    return [proved(fee_of(BookingFactory(session=session))) for _ in range(many)]


def gaps() -> list:
    return [row for truth in all_invariants() if "receipt" in truth.name for row in truth.broken()]


def test_eight_officers_draw_numbers_of_one_center_without_gap():
    waiting, officers = to_confirm(THREADS * 2), [PersonFactory() for _ in range(THREADS)]

    def press(number: int) -> None:
        for payment in waiting[number::THREADS]:
            payments.confirm(payment, by=officers[number], at=timezone.now())

    assert together(THREADS, press) == []
    assert sorted(Receipt.objects.values_list("seq", flat=True)) == list(range(1, THREADS * 2 + 1))
    assert gaps() == []


def test_eight_officers_confirm_the_same_proof_and_one_receipt_is_issued():
    [payment], officers = to_confirm(1), [PersonFactory() for _ in range(THREADS)]
    faults = together(
        THREADS, lambda number: payments.confirm(payment, by=officers[number], at=timezone.now())
    )
    assert len(faults) == THREADS - 1
    assert Receipt.objects.count() == ReceiptSeries.objects.get().last == 1


def test_control_without_the_lock_on_the_series_numbers_are_given_twice(monkeypatch):
    waiting, officers = to_confirm(THREADS), [PersonFactory() for _ in range(THREADS)]
    center = waiting[0].booking.session.center
    ReceiptSeries.objects.create(center=center, fiscal_year=receipts.fiscal_year(timezone.now()))
    pause = threading.Barrier(THREADS)

    def unlocked(center, year):
        series = ReceiptSeries.objects.get(center=center, fiscal_year=year)
        pause.wait()
        series.last += 1
        return series

    monkeypatch.setattr(receipts, "next_number", unlocked)
    faults = together(
        THREADS, lambda number: payments.confirm(waiting[number], by=officers[number], at=timezone.now())
    )
    assert len(faults) == THREADS - 1
    assert all("testing_receipt" in str(fault) for fault in faults), faults
