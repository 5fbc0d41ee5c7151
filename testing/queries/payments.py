"""Fees of bookings: a person's own, those of a center, whose time to pay is over (guideline 7.4)."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import DateTimeField as Moment
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from centers.models import Workplace
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from testing.lifecycles import OPEN_FEE, UNPAID, BookingStatus
from testing.models import Booking, FeeWaiver, Payment, PaymentProof, Receipt, ReceiptCancellation, Session
from testing.queries import terms

# Whoever gets a seat after, or shortly before, the session's `pay_until` still has so long to pay.
AT_LEAST = timedelta(hours=24)


def unpaid(booking: Booking) -> Decimal | None:
    """What is still to be paid for a booking, in baht; None where nothing is."""
    due = Payment.objects.filter(booking=booking, status__in=UNPAID).values_list("amount", flat=True)
    return due.first()


def to_take(session: Session, person: User | None) -> Decimal | None:
    """The fee to take from whoever gets a seat at the door now, in baht; the highest for somebody unknown. None: no fee.

    The same as the trigger lays (testing/models/bookings.py), or what her number of the waiting list owes.
    """
    day = timezone.localdate(session.starts_at)
    fees = {fee.kind: fee.amount for fee in terms.fees(session.exam, day)}
    if person is None or not fees:
        return max(fees.values(), default=None) or None
    owed = Payment.objects.filter(booking__session=session, person=person).exclude(booking__status="lapsed")
    if held := owed.exclude(booking__status="cancelled").first():
        return held.amount if held.status in UNPAID else None
    free = terms.on_day(FeeWaiver.objects.filter(kind__in=["", person.kind]), day).filter(
        Q(exam=None) | Q(exam=session.exam_id), Q(center=None) | Q(center=session.center_id),
        Q(affiliation=None) | Q(affiliation__in=Workplace.objects.filter(person=person).values("affiliation")),
    )  # fmt: skip
    return None if free.exists() else fees.get(person.kind, fees.get("")) or None


def payment_of(booking: Booking) -> Payment | None:
    """The fee of a booking; None where it costs nothing."""
    return Payment.objects.filter(booking=booking).select_related("rule", "center").first()


def last_proof(payment: Payment) -> PaymentProof | None:
    """The proof that is judged."""
    return payment.proofs.order_by("pk").last()


def receipts(payment: Payment) -> QuerySet[Receipt]:
    """The receipts of a payment, the cancelled ones too, in the order of their numbers."""
    return payment.receipts.select_related("cancellation__cancelled_by", "issued_by").order_by("pk")


def counting(payment: Payment) -> Receipt | None:
    """The receipt that counts; None before the payment was confirmed."""
    gone = ReceiptCancellation.objects.filter(receipt=OuterRef("pk"))
    return payment.receipts.filter(~Exists(gone)).select_related("series__center").first()


def pay_until(booking: Booking) -> datetime | None:
    """Until when the booking must be paid to keep its seat; None where it keeps it until the desk. Needs the session."""
    if booking.session.pay_until is None:
        return None
    given = (booking.promoted_at or booking.booked_at) + AT_LEAST
    return min(max(booking.session.pay_until, given), booking.starts_at)


def overdue(at: datetime) -> QuerySet[Booking]:
    """Seats of tests ahead whose time to pay is over and for which no proof waits: the SQL of `pay_until`."""
    given = ExpressionWrapper(Coalesce("promoted_at", "booked_at") + AT_LEAST, output_field=Moment())
    rows = Booking.objects.filter(
        status=BookingStatus.CONFIRMED, starts_at__gt=at, session__pay_until__lte=at,
        payment__status__in=OPEN_FEE,
    )  # fmt: skip
    return rows.annotate(last=Greatest(F("session__pay_until"), given)).filter(last__lte=at)


def with_facts(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """With whatever a page says of a fee at hand."""
    return rows.select_related(
        "person", "center__province", "rule", "decided_by", "refunded_by", "booking__session__exam",
        "booking__session__center__province",
    )  # fmt: skip


def of_center(access: Access, permission: Permission = Permission.FEE_CONFIRM) -> QuerySet[Payment]:
    """The fees of the centers in reach; numbers on waiting lists owe nothing yet."""
    rows = Payment.objects.within(access, permission)
    return with_facts(rows.exclude(booking__status=BookingStatus.WAITING))


def to_do(access: Access, status: str) -> QuerySet[Payment]:
    """The fees in reach that wait in this state."""
    return Payment.objects.within(access, Permission.FEE_CONFIRM).filter(status=status)


def with_receipt(rows: QuerySet[Payment]) -> QuerySet[Payment]:
    """With the number of the receipt that counts as `receipt`."""
    gone = ReceiptCancellation.objects.filter(receipt=OuterRef("pk"))
    found = Receipt.objects.filter(~Exists(gone), payment=OuterRef("pk"))
    return rows.annotate(receipt=Subquery(found.values("number")[:1]))
