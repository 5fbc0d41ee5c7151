"""Speakers' pay: hours from meetings that were held, a dated rate, three people, a paper to sign (L5)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import Error, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from committees.models import Position
from committees.queries import access_of
from hcec.accounts.models import Notice
from hcec.core import pdf
from tests.core.reading import plain, read_back
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.training import a_date, open_round
from tests.factories.vouchers import a_voucher, long_ago, rates, taught
from tests.support.desks import signed_in
from training import queries
from training.actions import vouchers
from training.integrity import INVARIANTS
from training.models import SpeakerRate, Teaching, Voucher, VoucherLine
from training.queries import vouchers as reads
from training.refusals import Refusal
from training.voucher_papers import voucher_paper

pytestmark = pytest.mark.django_db
PAYS_ITS_LINES = next(i for i in INVARIANTS if i.name.startswith("a voucher pays"))


@pytest.fixture
def director(center):
    return signed_in(person_with(Position.SCHOOL_DIRECTOR, center=center), center)


def prepare(round, **about):
    person = Teaching.objects.get(meeting__round=round).person
    about = {"payee": "government", "address": "ที่อยู่", "by": PersonFactory()} | about
    return vouchers.prepare(round, person, at=round.ends_at + timedelta(hours=2), **about)


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(360, "6"), (24, "0"), (25, "0.5"), (49, "0.5"), (50, "1"), (90, "1.5"), (110, "2")],
)
def test_minutes_are_paid_as_the_ministry_of_finance_counts_them(minutes, hours):
    assert reads.paid_hours(minutes) == Decimal(hours)


@given(st.integers(1, 1440))
def test_never_more_than_ten_minutes_are_given_on_top_and_never_more_than_an_half_hour_lost(minutes):
    assert -24 <= reads.paid_hours(minutes) * 60 - minutes <= 10


def test_hours_times_the_rate_of_the_day_make_the_sum():
    voucher = a_voucher()
    assert (voucher.hours, voucher.per_hour, voucher.amount) == (12, 600, 7200)
    assert PAYS_ITS_LINES.broken() == []


def test_who_is_not_staff_of_the_state_has_a_rate_of_her_own():
    rates()
    assert prepare(taught(), payee="outside").amount == 14400


def test_a_later_rate_holds_from_its_day():
    rates()
    round = taught()
    SpeakerRate.objects.create(
        payee="government", per_hour=800, valid_from=round.starts_at.date(), source="x"
    )
    assert prepare(round).per_hour == 800


def test_without_a_rate_nothing_is_prepared():
    with pytest.raises(Refusal):
        prepare(taught())


def test_less_than_the_rate_may_be_paid_and_more_needs_a_note():
    rates()
    round = taught()
    with pytest.raises(Refusal):
        prepare(round, per_hour=Decimal(700))
    assert prepare(round, per_hour=Decimal(700), note="ผู้เชี่ยวชาญพิเศษ").over
    assert not prepare(taught(), per_hour=Decimal(500)).over


def test_a_meeting_is_paid_to_a_person_once():
    voucher = a_voucher()
    with pytest.raises(Refusal):
        prepare(voucher.round)
    line = voucher.lines.get()
    with pytest.raises(Error), transaction.atomic():
        VoucherLine.objects.create(voucher=voucher, meeting=line.meeting, person=line.person, hours=1)


def test_a_line_is_of_a_meeting_that_its_person_taught():
    voucher, other = a_voucher(), taught()
    with pytest.raises(Error), transaction.atomic():
        VoucherLine.objects.create(
            voucher=voucher, meeting=other.meetings.get(), person=voucher.person, hours=1
        )


def test_a_meeting_that_was_not_held_is_not_paid(room):
    rates()
    round = open_round(room=room, dates=[a_date(room, length=12, trainers=(PersonFactory(),))])
    assert reads.due(round, round.ends_at + timedelta(hours=2)) == []


def test_what_was_prepared_is_frozen_and_never_removed():
    a_voucher()
    for change in (lambda: Voucher.objects.update(address="x"), lambda: Voucher.objects.all().delete()):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_nobody_prepares_her_own_voucher():
    rates()
    round = taught()
    with pytest.raises(Refusal):
        prepare(round, by=Teaching.objects.get(meeting__round=round).person)


def test_declined_its_meetings_may_be_put_in_another_one_and_the_preparer_reads_why():
    voucher = a_voucher()
    vouchers.decline(voucher, reason="ที่อยู่ไม่ครบ", by=PersonFactory(), at=voucher.prepared_at)
    assert "ที่อยู่ไม่ครบ" in Notice.objects.get(person=voucher.prepared_by).body
    again = prepare(voucher.round)
    assert again.number == voucher.number + 1 and PAYS_ITS_LINES.broken() == []


def test_a_decision_is_made_once_and_a_decline_needs_a_reason():
    voucher = a_voucher()
    with pytest.raises(Refusal):
        vouchers.decline(voucher, reason=" ", by=PersonFactory(), at=voucher.prepared_at)
    vouchers.approve(voucher, by=PersonFactory(), at=voucher.prepared_at)
    with pytest.raises(Exception, match="อนุมัติ"):
        vouchers.approve(voucher, by=PersonFactory(), at=voucher.prepared_at)


def test_the_manager_prepares_on_the_page_and_the_director_approves(manager, director, center):
    rates()
    round = long_ago(taught(center))
    person = Teaching.objects.get(meeting__round=round).person
    form = {"payee": "government", "address": "99 หมู่ 1", "per_hour": "", "note": ""}
    assert person.name in manager.read(reverse("manage-round-vouchers", args=[round.pk]))
    for _press in range(2):
        manager.post(reverse("manage-voucher-new", args=[round.pk, person.pk]), form)
    voucher = Voucher.objects.get()
    page = director.read(reverse("manage-voucher", args=[voucher.pk]))
    assert "เจ็ดพันสองร้อยบาทถ้วน" in page and "อนุมัติ" in page
    director.post(reverse("manage-voucher-decide", args=[voucher.pk]), {"move": "approve"})
    voucher.refresh_from_db()
    assert (voucher.status, voucher.decided_by) == ("approved", director.person)
    assert Notice.objects.filter(person=person, key=f"voucher-{voucher.pk}-approved").exists()


def test_a_voucher_waits_on_the_work_list_of_the_director(center, director):
    a_voucher(center)
    access = access_of(director.person, Voucher.objects.get().prepared_at.date())
    paths = {
        item.path: item.count
        for item in queries.todo(access, director.person, Voucher.objects.get().prepared_at)
    }
    assert paths == {"/manage/vouchers/?status=prepared": 1}


@pytest.mark.skipif(not pdf.available(), reason="no PDF libraries here")
def test_the_paper_says_who_is_paid_what_in_figures_and_words():
    voucher = a_voucher()
    text = plain(read_back(voucher_paper(voucher)))
    for words in ("ใบสำคัญรับเงิน", voucher.payee, "7,200.00", "เจ็ดพันสองร้อยบาทถ้วน"):
        assert plain(words) in text


def test_the_payee_reads_her_own_voucher_once_it_is_approved():
    voucher = a_voucher()
    payee = signed_in(voucher.person)
    assert payee.get(reverse("my-voucher", args=[voucher.pk])).status_code == 404
    vouchers.approve(voucher, by=PersonFactory(), at=voucher.prepared_at)
    assert payee.get(reverse("my-voucher", args=[voucher.pk])).status_code == 200


def test_the_pages_of_vouchers_cost_no_more_than_the_house_allows(director, center):
    voucher = a_voucher(center)
    a_voucher(center)
    director.cost(reverse("manage-vouchers"))
    director.cost(reverse("manage-voucher", args=[voucher.pk]))
    director.cost(reverse("manage-round-vouchers", args=[voucher.round_id]))
