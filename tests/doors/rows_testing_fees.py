"""Doors of fees: one's own with its proof and receipt, those who check and take them, those who waive and cancel."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from testing.models import PayWords
from testing.queries.payments import counting
from tests.doors.table import GET_CLOSED, Door, away, only, owner, signed_in
from tests.factories.centers import RoomFactory
from tests.factories.fees import fee_of, owing, paid, proved
from tests.factories.testing import BookingFactory

CONFIRM = only(
    "clerk", "manager", "director", "deputy", outside=away("clerk", "manager", "director", "deputy")
)
LIST = only("clerk", "manager", "director", "deputy", *away("clerk", "manager", "director", "deputy"))
WAIVE = only("director", "deputy", outside=away("director", "deputy"))


def furnish(world: Any) -> None:
    """A fee of the teacher whose proof waits, one that was paid, one to be paid back."""
    starts_at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=25)
    world.fee = proved(owing(world.teacher, room=RoomFactory(center=world.center), starts_at=starts_at))
    world.fee_proof = world.fee.proofs.get()
    world.receipt = counting(paid(fee_of(BookingFactory(session=world.fee.booking.session))))
    PayWords.objects.create(center=world.center, words="ธนาคารกรุงไทย")


def at_fee(world: Any) -> dict[str, Any]:
    return {"pk": world.fee.pk}


DOORS = [
    Door(
        "fee", owner("teacher"), where=lambda w: {"code": w.fee.booking.code},
        data=lambda w: {"paid_on": timezone.localdate().isoformat(), "amount": "450"},
    ),
    Door("fee-receipt", owner(), post=signed_in(), where=lambda w: {"code": w.fee.booking.code}),
    Door("manage-fees", LIST),
    Door("manage-fee", CONFIRM, where=at_fee, data=lambda w: {"decision": "return", "words": "ภาพไม่ชัด"}),
    Door("manage-fee-proof", CONFIRM, post=LIST, where=lambda w: {"pk": w.fee.pk, "proof_pk": w.fee_proof.pk}),
    Door("manage-fee-take", GET_CLOSED, post=CONFIRM, where=at_fee),
    Door("manage-fee-paid-back", GET_CLOSED, post=CONFIRM, where=at_fee),
    Door("manage-fee-forgo", WAIVE, where=at_fee, data=lambda w: {"reason": "ยากจน"}),
    Door("manage-fee-words", CONFIRM, where=lambda w: {"pk": w.center.pk}, data=lambda w: {"words": "บัญชี 1"}),
    Door("manage-receipt", CONFIRM, post=LIST, where=lambda w: {"pk": w.receipt.pk}),
    Door(
        "manage-receipt-cancel", WAIVE, where=lambda w: {"pk": w.receipt.pk},
        data=lambda w: {"then": "replace", "reason": "ชื่อผิด"},
    ),
]  # fmt: skip
