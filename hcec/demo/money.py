"""Fees in the demo: what the public pays from today on, how, proofs and receipts; and duties that are kept apart."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from centers.actions import trained
from centers.models import Center
from hcec.accounts.models import User
from testing.actions import apart, payments, receipts, results
from testing.lifecycles import BookingStatus, PaymentStatus, SessionStatus
from testing.models import Booking, Duty, Exam, ExamFee, Payment, Session
from testing.queries.payments import counting

PRICE = Decimal(300)
HOW = (
    "โอนเข้าบัญชีธนาคารกรุงไทย ชื่อบัญชี เงินรายได้สถานศึกษา (ตัวอย่าง) เลขที่ 000-0-00000-0\n"
    "หรือชำระที่ห้องธุรการ วันจันทร์ถึงศุกร์ 08.30–15.30 น."
)


def set_prices(today: date) -> None:
    """From today on members of the public pay for the English test."""
    exam = Exam.objects.get(code="hcec-english")
    ExamFee.objects.create(
        exam=exam, kind=User.Kind.PUBLIC, amount=PRICE, valid_from=today, source="ประกาศศูนย์ (ตัวอย่าง)"
    )


def slip(number: int) -> SimpleUploadedFile:
    """A picture of a transfer, another one for each number."""
    picture = Image.new("RGB", (360, 200), "white")
    ImageDraw.Draw(picture).text((20, 80), f"DEMO SLIP {number:04}   300.00", fill="black")
    kept = BytesIO()
    picture.save(kept, "PNG")
    return SimpleUploadedFile(f"slip-{number:04}.png", kept.getvalue(), "image/png")


def pay(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """Some pay at the counter, one receipt is replaced, the member of the public sends a proof, others still owe."""
    clerk, director = cast["clerk"], cast["director"]
    payments.say_how(center, HOW, by=clerk, at=now)
    rows = Payment.objects.filter(
        center=center, status=PaymentStatus.DUE, booking__status=BookingStatus.CONFIRMED
    ).select_related("person", "booking__session")
    for number, payment in enumerate(rows.order_by("booking__starts_at", "pk")):
        if payment.person == cast["public"] or number % 4 == 0:
            payments.hand_in(
                payment,
                file=slip(number),
                paid_on=timezone.localdate(now),
                amount=PRICE,
                by=payment.person,
                at=now,
            )
        elif number % 4 == 1:
            payments.take(payment, by=clerk, at=now)
    first = Payment.objects.filter(center=center, status=PaymentStatus.CONFIRMED).order_by("pk").first()
    if first and (receipt := counting(first)):
        receipts.cancel(receipt, reason="สะกดชื่อผู้ชำระเงินผิด", replace=True, by=director, at=now)


def keep_apart(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """The clerk has trained somebody and wants to enter her result: refused, and let do it by the director."""
    sat = Booking.objects.filter(
        session__center=center, session__status=SessionStatus.FINALISED, status=BookingStatus.ATTENDED
    )
    booking = sat.select_related("session__exam", "result__overall").order_by("-starts_at", "seat_no").first()
    if booking is None:
        return
    session: Session = booking.session
    last_on = timezone.localdate(session.starts_at - timedelta(days=40))
    trained.keep([(cast["clerk"].pk, booking.person_id)], skill=session.exam.skill, last_on=last_on)
    entry = results.Entry(booking, booking.result.overall)
    with suppress(apart.KeptApart):
        results.enter([entry], by=cast["clerk"], at=now)
    apart.waive(
        session, person=cast["clerk"], duty=Duty.ENTER, reason="ผู้จัดการศูนย์ลาป่วย ไม่มีผู้อื่นบันทึกผลได้ทันกำหนด",
        by=cast["director"], at=now,
    )  # fmt: skip
