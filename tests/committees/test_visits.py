"""A visit is rated once, the center may reply, and only then are findings final (6.2.6, 6.3.2, 6.4.9)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from centers.models import Center
from committees.actions import problems, visits
from committees.lifecycles import VisitStatus
from committees.models import ActionItem, Position
from committees.queries import visits as reads
from committees.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.work import VisitFactory


def record(visit, *, by=None, version=None, scores=(5, 2), findings=(("ไฟดับบ่อย", "ติดตั้งเครื่องสำรองไฟ"),)):
    items = visit.form.items.order_by("position")
    return visits.record(
        visit,
        version=visit.version if version is None else version,
        scores=dict(zip([item.pk for item in items], scores, strict=True)),
        notes={},
        findings=findings,
        summary="ดี",
        by=by or visit.supervisor,
        at=timezone.now(),
    )


def submit(visit):
    return visits.submit(visit, made_on=timezone.localdate(), by=visit.supervisor, at=timezone.now())


@pytest.mark.django_db
class TestAVisit:
    def test_only_its_supervisor_fills_in_the_form(self):
        with pytest.raises(Refusal):
            record(VisitFactory(), by=PersonFactory())

    def test_the_mean_is_weighted(self):
        visit = record(VisitFactory())
        assert reads.mean_of_visit(visit).mean == Decimal("3.00")

    def test_what_does_not_apply_is_left_out_of_the_mean(self):
        visit = record(VisitFactory(), scores=(4, None))
        assert (reads.mean_of_visit(visit).n, reads.mean_of_visit(visit).mean) == (1, Decimal("4.00"))

    def test_a_stale_save_is_refused_and_changes_nothing(self):
        visit = record(VisitFactory())
        with pytest.raises(visits.StaleVisit):
            record(visit, version=0, scores=(1, 1))
        assert reads.mean_of_visit(visit).mean == Decimal("3.00")

    def test_findings_without_a_single_rating_are_not_sent(self):
        with pytest.raises(Refusal):
            submit(record(VisitFactory(), scores=(None, None)))

    def test_the_form_no_longer_changes_once_sent(self):
        visit = submit(record(VisitFactory()))
        with pytest.raises(Refusal):
            record(visit)

    def test_findings_wait_for_the_centers_reply(self):
        visit = submit(record(VisitFactory()))
        with pytest.raises(Refusal):
            visits.finalise(visit, by=visit.supervisor, at=timezone.now())

    def test_findings_are_final_once_the_center_has_replied(self):
        visit = submit(record(VisitFactory()))
        manager = person_with(Position.CENTER_MANAGER, center=visit.center)
        visits.reply(visit.findings.get(), text="จัดซื้อแล้ว", by=manager, at=timezone.now())
        assert visits.finalise(visit, by=visit.supervisor, at=timezone.now()).status == VisitStatus.FINAL

    def test_findings_are_final_when_the_time_to_reply_is_over(self):
        visit = submit(record(VisitFactory()))
        later = timezone.now() + visits.REPLY_TIME + timedelta(days=1)
        assert visits.finalise(visit, by=visit.supervisor, at=later).status == VisitStatus.FINAL

    def test_the_supervisor_does_not_reply_for_the_center(self):
        visit = submit(record(VisitFactory()))
        with pytest.raises(Refusal):
            visits.reply(visit.findings.get(), text="ดี", by=visit.supervisor, at=timezone.now())

    def test_a_final_finding_becomes_a_task_with_owner_and_day(self):
        visit = submit(record(VisitFactory()))
        manager, day = person_with(Position.CENTER_MANAGER, center=visit.center), timezone.localdate()
        visits.reply(visit.findings.get(), text="รับทราบ", by=manager, at=timezone.now())
        task = (visit.findings.get(), "ซื้อเครื่องสำรองไฟ", manager, day)
        visits.finalise(visit, corrections=[task], by=visit.supervisor, at=timezone.now())
        assert ActionItem.objects.get().owner == manager

    def test_the_lot_draws_the_same_centers_for_the_same_seed(self):
        for _ in range(6):
            CenterFactory()
        drawn = [
            reads.by_lot(Center.objects.all(), seed="2570-1", how_many=3, since=timezone.localdate())
            for _ in range(2)
        ]
        assert drawn[0] == drawn[1] and len(drawn[0]) == 3

    def test_a_center_with_open_problems_comes_before_one_without(self):
        calm, visit = CenterFactory(), VisitFactory()
        manager = person_with(Position.CENTER_MANAGER, center=visit.center)
        problems.raise_problem(visit.center, title="เน็ตช้า", body="ตั้งแต่วันจันทร์", by=manager, at=timezone.now())
        ranked = list(reads.by_risk(Center.objects.all(), timezone.localdate()))
        assert ranked.index(visit.center) < ranked.index(calm)


@given(st.lists(st.tuples(st.integers(1, 5), st.decimals("0.5", "3", places=2)), min_size=1, max_size=40))
def test_a_mean_lies_between_the_lowest_and_the_highest_mark(pairs):
    mean = reads.mean_of(pairs)
    assert min(score for score, _weight in pairs) <= mean.mean <= max(score for score, _weight in pairs)


@pytest.mark.parametrize(
    ("mean", "word"),
    [
        ("5.00", "Highest"),
        ("4.51", "Highest"),
        ("4.50", "High"),
        ("2.51", "Medium"),
        ("1.51", "Low"),
        ("1.00", "Lowest"),
    ],
)
def test_the_bands_are_the_usual_ones(mean, word):
    with override("en"):
        assert str(reads.band(Decimal(mean))) == word
