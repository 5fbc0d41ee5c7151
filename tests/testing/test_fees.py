"""Fees: frozen at booking, proved, confirmed or waived by somebody else, asked for at the desk, paid back (7.4)."""

import io
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from hcec.accounts.models import Notice
from hcec.core import outbox, pdf
from testing import receipt_papers
from testing.actions import attendance, bookings, clock, moves, payments, receipts, scans, sessions
from testing.lifecycles import BookingStatus, PaymentStatus
from testing.models import Booking, FeeWaiver, Outcome, Payment, PayWords, Receipt
from testing.queries.payments import counting
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory, WorkplaceFactory
from tests.factories.fees import costs, fee_of, owing, paid, proved, slip
from tests.factories.testing import BookingFactory, SessionFactory
from tests.testing.test_integrity import GIVEN_UP, broken, by_hand

pytestmark = pytest.mark.django_db
now = timezone.now


def book(session, person=None):
    answer = bookings.book(session.pk, by=person or PersonFactory(), key=uuid4())
    return Booking.objects.get(pk=answer.booking_id)


def today_at_the_desk(**more):
    return owing(starts_at=now() + timedelta(minutes=30), **more)


def test_a_booking_carries_what_its_person_owes_frozen_on_that_day():
    session = SessionFactory()
    costs(session.exam, 0, "teacher")
    fee = costs(session.exam, 450)
    free, owes = book(session, PersonFactory(kind="teacher")), book(session, PersonFactory(kind="public"))
    fee.amount = 900
    fee.save()
    assert not Payment.objects.filter(booking=free).exists()
    assert (fee_of(owes).amount, fee_of(owes).status) == (450, PaymentStatus.DUE)
    with (
        pytest.raises(DatabaseError, match="what_is_due_is_frozen|read.?only|Cannot edit"),
        transaction.atomic(),
    ):
        Payment.objects.filter(booking=owes).update(amount=1)


def test_a_rule_waives_the_fee_of_those_it_names_and_of_nobody_else():
    session = SessionFactory()
    costs(session.exam)
    of_the_area = WorkplaceFactory()
    FeeWaiver.objects.create(
        affiliation=of_the_area.affiliation, center=session.center, source="หนังสือ ศธ 04/1",
        valid_from=timezone.localdate(),
    )  # fmt: skip
    assert fee_of(book(session, of_the_area.person)).status == PaymentStatus.WAIVED
    assert fee_of(book(session)).status == PaymentStatus.DUE


def test_a_proof_is_confirmed_by_somebody_else_and_a_receipt_is_drawn():
    payment = proved(owing())
    with pytest.raises(Refusal):
        payments.confirm(payment, by=payment.person, at=now())
    payments.confirm(payment, by=PersonFactory(), at=now())
    receipt = counting(payment)
    assert (receipt.seq, receipt.amount, fee_of(payment.booking).way) == (1, 450, "transfer")
    outbox.run_all_due()
    assert Notice.objects.filter(
        person=payment.person, path=reverse("fee", args=[payment.booking.code])
    ).exists()


@pytest.mark.parametrize("wrong", ["less", "tomorrow", "another's", "the same file"])
def test_a_proof_is_refused_that(wrong):
    payment, file = owing(), slip()
    if wrong == "the same file":
        other = owing()
        payments.hand_in(
            other, file=file, paid_on=timezone.localdate(), amount=Decimal(450), by=other.person, at=now()
        )
    with pytest.raises(Refusal):
        payments.hand_in(
            payment, file=file, amount=Decimal(449 if wrong == "less" else 450), at=now(),
            paid_on=timezone.localdate() + timedelta(days=wrong == "tomorrow"),
            by=PersonFactory() if wrong == "another's" else payment.person,
        )  # fmt: skip
    assert not payment.proofs.exists()


def test_a_returned_proof_is_followed_by_another():
    payment = proved(owing())
    with pytest.raises(Refusal):
        payments.send_back(payment, words=" ", by=PersonFactory(), at=now())
    payments.send_back(payment, words="ภาพไม่ชัด", by=PersonFactory(), at=now())
    assert proved(fee_of(payment.booking)).status == PaymentStatus.UPLOADED
    assert payment.proofs.count() == 2


def test_the_desk_lets_nobody_in_who_has_not_paid_and_says_what_to_do():
    payment = today_at_the_desk()
    booking, officer = payment.booking, PersonFactory()
    made = scans.scan(booking.session, booking.code, by=officer, at=now())
    assert made.outcome == Outcome.UNPAID
    assert "450.00" in scans.said(made)[0]
    with pytest.raises(Refusal, match="450"):
        attendance.check_in(booking, by=officer, at=now())
    paid(payment)
    assert scans.scan(booking.session, booking.code, by=officer, at=now()).outcome == Outcome.IN


def test_whoever_was_let_off_her_fee_is_let_in():
    payment = today_at_the_desk()
    payments.waive(payment, words="ผู้มีรายได้น้อย", by=PersonFactory(), at=now())
    assert attendance.check_in(payment.booking, by=PersonFactory(), at=now()).status == BookingStatus.ATTENDED


def test_an_unpaid_seat_goes_on_when_the_time_to_pay_is_over():
    payment = owing(room=RoomFactory(seats=1))
    session = payment.booking.session
    waiting = BookingFactory(session=session, status=BookingStatus.WAITING)
    deadline = session.starts_at - timedelta(days=2)
    type(session).objects.filter(pk=session.pk).update(pay_until=deadline)
    clock.move_with_time(at=deadline - timedelta(seconds=1))
    assert Booking.objects.get(pk=payment.booking_id).status == BookingStatus.CONFIRMED
    clock.move_with_time(at=deadline)
    lost = Booking.objects.get(pk=payment.booking_id)
    assert (lost.status, lost.cancelled_by, fee_of(lost).status) == ("cancelled", None, PaymentStatus.DROPPED)
    waiting.refresh_from_db()
    assert waiting.status == BookingStatus.CONFIRMED
    clock.move_with_time(at=deadline + timedelta(hours=1))  # who has just got a seat has a day to pay
    waiting.refresh_from_db()
    assert waiting.status == BookingStatus.CONFIRMED


def test_a_proof_that_waits_keeps_the_seat():
    payment = proved(owing())
    session = payment.booking.session
    type(session).objects.filter(pk=session.pk).update(pay_until=session.opens_at)
    clock.move_with_time(at=session.starts_at - timedelta(days=1))
    assert Booking.objects.get(pk=payment.booking_id).status == BookingStatus.CONFIRMED


def test_what_was_paid_goes_along_to_another_session():
    payment = paid(owing())
    here = payment.booking.session
    there = SessionFactory(exam=here.exam, starts_at=here.starts_at + timedelta(days=1))
    fresh = moves.move(payment.booking, to=there, by=payment.person, at=now(), key=uuid4())
    moved = fee_of(fresh)
    assert (moved.pk, moved.status, moved.center) == (payment.pk, PaymentStatus.CONFIRMED, here.center)


def test_what_was_not_paid_is_owed_for_the_new_seat_alone():
    payment = owing()
    there = SessionFactory(
        exam=payment.booking.session.exam, starts_at=payment.booking.starts_at + timedelta(days=1)
    )
    fresh = moves.move(payment.booking, to=there, by=payment.person, at=now(), key=uuid4())
    assert fee_of(fresh).status == PaymentStatus.DUE
    assert fee_of(payment.booking).status == PaymentStatus.DROPPED


def test_a_session_that_is_called_off_pays_back_what_was_paid_and_drops_the_rest():
    payment = paid(owing())
    session = payment.booking.session
    unpaid, sent = (fee_of(BookingFactory(session=session)) for _ in range(2))
    sent = proved(sent)
    sessions.call_off(session, by=PersonFactory(), at=now(), reason="ไฟดับ")
    assert fee_of(payment.booking).status == PaymentStatus.REFUND_DUE
    assert fee_of(unpaid.booking).status == PaymentStatus.DROPPED
    payments.confirm(sent, by=PersonFactory(), at=now())  # the money had come
    assert fee_of(sent.booking).status == PaymentStatus.REFUND_DUE
    payments.refund(payment, by=PersonFactory(), at=now())
    assert fee_of(payment.booking).status == PaymentStatus.REFUNDED


def test_a_paid_fee_of_a_given_up_seat_is_paid_back_only_when_somebody_decides_so():
    payment = paid(owing())
    with pytest.raises(Refusal):
        payments.owe(payment, words="ป่วย", by=PersonFactory(), at=now())
    bookings.cancel(payment.booking, by=payment.person, at=now())
    assert fee_of(payment.booking).status == PaymentStatus.CONFIRMED
    payments.owe(payment, words="ป่วย", by=PersonFactory(), at=now())
    assert fee_of(payment.booking).status == PaymentStatus.REFUND_DUE


def test_a_receipt_is_cancelled_by_somebody_else_and_replaced():
    clerk, director = PersonFactory(), PersonFactory()
    payment = paid(owing(), by=clerk)
    first = counting(payment)
    with pytest.raises(Refusal):
        receipts.cancel(first, reason="ชื่อผิด", replace=True, by=clerk, at=now())
    second = receipts.cancel(first, reason="ชื่อผิด", replace=True, by=director, at=now())
    assert (counting(payment), second.seq, second.replaces) == (second, 2, first)
    with pytest.raises(DatabaseError), transaction.atomic():
        Receipt.objects.filter(pk=first.pk).update(amount=1)
    with pytest.raises(IntegrityError, match="one_receipt_that_counts"), transaction.atomic():
        receipts.issue(payment, by=director, at=now())


def test_a_receipt_for_money_that_did_not_come_opens_the_fee_again():
    payment = paid(owing())
    receipts.cancel(counting(payment), reason="เช็คคืน", replace=False, by=PersonFactory(), at=now())
    assert fee_of(payment.booking).status == PaymentStatus.RETURNED
    assert paid(fee_of(payment.booking)).status == PaymentStatus.CONFIRMED
    assert counting(payment).seq == 2


@pytest.mark.skipif(not pdf.available(), reason="needs Pango")
def test_the_receipt_says_the_sum_in_words_and_a_cancelled_one_that_it_is():
    payment = paid(owing())
    receipt = counting(payment)
    text = PdfReader(io.BytesIO(receipt_papers.receipt_paper(receipt))).pages[0].extract_text()
    assert receipt.number in text and "สี่ร้อยห้าสิบบาทถ้วน" in text and "ยกเลิก" not in text
    receipts.cancel(receipt, reason="ชื่อผิด", replace=True, by=PersonFactory(), at=now())
    gone = Receipt.objects.get(pk=receipt.pk)
    assert "ยกเลิก" in PdfReader(io.BytesIO(receipt_papers.receipt_paper(gone))).pages[0].extract_text()


def test_the_pages_from_booking_to_receipt(teacher, clerk, director, center):
    payment = owing(teacher.person, room=RoomFactory(center=center))
    code, mine = payment.booking.code, reverse("fee", args=[payment.booking.code])
    assert mine in teacher.read(reverse("booking", args=[code]))
    teacher.read(reverse("my-bookings"))
    clerk.post(reverse("manage-fee-words", args=[center.pk]), {"words": "ธนาคารกรุงไทย 123"})
    assert PayWords.objects.get().words in teacher.read(mine)
    teacher.cost(mine)
    wrong = teacher.post(mine, {"file": slip(), "paid_on": "31/13/2569", "amount": "450"})
    assert wrong.status_code == 200 and not payment.proofs.exists()
    today = timezone.localdate().isoformat()
    teacher.post(mine, {"file": slip(), "paid_on": today, "amount": "450"})
    staff_list, page = reverse("manage-fees"), reverse("manage-fee", args=[payment.pk])
    assert payment.person.name in clerk.read(staff_list + "?status=uploaded")
    clerk.cost(staff_list)
    clerk.cost(page)
    assert "หลักฐาน" in clerk.read(reverse("home"))
    assert clerk.post(page, {"decision": "return", "words": ""}).status_code == 200
    clerk.post(page, {"decision": "confirm"})
    receipt = Receipt.objects.get()
    assert receipt.number in teacher.read(mine) and receipt.number in clerk.read(staff_list)
    if pdf.available():
        for desk, path in ((teacher, reverse("fee-receipt", args=[code])),
                           (clerk, reverse("manage-receipt", args=[receipt.pk]))):  # fmt: skip
            assert desk.get(path)["Content-Type"] == "application/pdf"
    director.post(reverse("manage-receipt-cancel", args=[receipt.pk]), {"then": "open", "reason": "โอนผิดบัญชี"})
    assert "โอนผิดบัญชี" in teacher.read(mine)
    clerk.post(reverse("manage-fee-take", args=[payment.pk]))
    assert Receipt.objects.count() == 2
    clerk.read(page)


def test_the_director_waives_and_the_clerk_does_not(clerk, director, center):
    payment = owing(room=RoomFactory(center=center))
    page = reverse("manage-fee-forgo", args=[payment.pk])
    assert clerk.post(page, {"reason": "ยากจน"}).status_code == 403
    director.read(page)
    director.post(page, {"reason": "ยากจน"})
    assert fee_of(payment.booking).status == PaymentStatus.WAIVED


def test_the_desk_shows_who_has_not_paid(clerk, center):
    payment = today_at_the_desk(room=RoomFactory(center=center))
    link = reverse("manage-fee", args=[payment.pk])
    assert link in clerk.read(reverse("manage-check-in", args=[payment.booking.session_id]))
    assert link in clerk.read(reverse("manage-scan", args=[payment.booking.code]))


@pytest.mark.parametrize(
    ("truth", "sql"),
    [
        ("each series of receipts counts 1 to its last", "UPDATE testing_receiptseries SET last = 5"),
        ("a paid fee has one receipt", "DELETE FROM testing_receipt"),
        ("a paid fee has one receipt", "UPDATE testing_receipt SET amount = 1"),
        ("a receipt is of the center of its fee", "UPDATE testing_receipt SET number = 'X'"),
        ("a booking that was given up owes nothing", GIVEN_UP),
    ],
)
def test_a_broken_truth_about_money_is_named(truth, sql):
    paid(owing())
    owing()
    assert broken() == []
    by_hand(sql)
    assert any(name.startswith(truth) for name in broken())
