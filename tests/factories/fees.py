"""What a test costs, and payments in the states that the real actions lead to."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hcec.accounts.models import User
from testing.actions import payments
from testing.models import Booking, Exam, ExamFee, Payment
from tests.factories.accounts import PersonFactory
from tests.factories.testing import BookingFactory, SessionFactory

NUMBERS = count(1)


def costs(exam: Exam, amount: int = 450, kind: str = "", **more: Any) -> ExamFee:
    """The exam costs so many baht, since ever."""
    since = {"valid_from": timezone.localdate() - timedelta(days=3650), "source": "ประกาศของศูนย์"}
    return ExamFee.objects.create(exam=exam, kind=kind, amount=Decimal(amount), **since | more)


def slip() -> SimpleUploadedFile:
    """A proof of payment, another file each time."""
    return SimpleUploadedFile("slip.png", b"\x89PNG\r\n\x1a\n" + str(next(NUMBERS)).encode(), "image/png")


def owing(person: User | None = None, **session: Any) -> Payment:
    """The fee of a booking in a session that costs 450 baht."""
    held = SessionFactory(**session)
    costs(held.exam)
    return fee_of(BookingFactory(session=held, person=person or PersonFactory()))


def fee_of(booking: Booking) -> Payment:
    return Payment.objects.select_related("person", "booking__session__exam").get(booking=booking)


def proved(payment: Payment, amount: int = 450) -> Payment:
    """A proof of it was sent."""
    today = timezone.localdate()
    payments.hand_in(
        payment, file=slip(), paid_on=today, amount=Decimal(amount), by=payment.person, at=timezone.now()
    )
    return fee_of(payment.booking)


def paid(payment: Payment, by: User | None = None) -> Payment:
    """Taken at the counter."""
    payments.take(payment, by=by or PersonFactory(), at=timezone.now())
    return fee_of(payment.booking)
