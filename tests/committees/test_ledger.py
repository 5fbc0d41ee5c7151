"""Every duty of the guideline is an obligation; it is done, due, late, and climbs one level (section 6, P, C)."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from committees.models import DutyProof, Level, Position
from committees.obligations import OBLIGATIONS, PROOFS, UPLOAD, Rhythm
from committees.queries import ledger
from committees.seat_plan import SEATS
from hcec.core.thai import fiscal_year
from tests.factories.accounts import PersonFactory
from tests.factories.committees import CommitteeFactory, person_with
from tests.factories.work import SittingFactory, chain
from tests.support.client import StrictClient

CLAUSES = Path(__file__).parents[2] / "committees" / "data" / "clauses.csv"
YEAR_END = date(2027, 9, 30)


def section_6_and_appendices() -> set[str]:
    with CLAUSES.open(encoding="utf-8") as file:
        return {row["id"] for row in csv.DictReader(file) if row["id"].startswith(("6.", "P.", "C."))}


def test_every_clause_of_section_6_and_both_appendices_is_an_obligation():
    assert section_6_and_appendices() == {obligation.clause for obligation in OBLIGATIONS}


def test_every_obligation_has_a_registered_proof_and_every_registered_proof_is_used():
    assert {o.proof for o in OBLIGATIONS} - {UPLOAD} == PROOFS.keys()


def test_only_money_and_reports_are_proved_by_upload():
    assert {o.code for o in OBLIGATIONS if o.proof == UPLOAD} == {
        "ministry-budget",
        "obec-allocate",
        "province-report",
        "center-facilitate",
        "center-propose",
        "center-disburse",
        "center-report",
    }


def test_every_obligation_is_owned_by_a_seat_of_its_committee():
    for obligation in OBLIGATIONS:
        assert obligation.owner in {seat.position for seat in SEATS[obligation.level]}, obligation.code


def of_level(level):
    """A committee of this level."""
    _obec, province, _center = chain()
    if level == Level.PROVINCE:
        return province
    return CommitteeFactory(level=level, center=None)


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_the_periods_of_a_fiscal_year_join_without_a_gap(rhythm):
    spans = ledger.periods(2570, rhythm)
    assert (len(spans), spans[0].start, spans[-1].end) == (rhythm, date(2026, 10, 1), YEAR_END)
    assert all(b.start - a.end == timedelta(days=1) for a, b in zip(spans, spans[1:], strict=False))


@pytest.mark.django_db
class TestTheLedgerOfACommittee:
    def line(self, committee, code, year=2570):
        return next(line for line in ledger.lines([committee], year) if line.obligation.code == code)

    def test_a_duty_is_late_only_after_its_day_of_grace(self):
        line = self.line(CommitteeFactory(), "center-manage")
        assert line.state(line.due_on) == "due"
        assert line.state(line.due_on + timedelta(days=1)) == "late"

    def test_a_duty_of_a_coming_period_is_ahead(self):
        line = self.line(CommitteeFactory(), "center-manage")
        assert line.state(line.period.start - timedelta(days=1)) == "ahead"

    def test_a_meeting_held_proves_its_quarter_and_links_to_it(self):
        sitting = SittingFactory(status="closed", closed_at=timezone.now())
        lines = ledger.lines([sitting.committee], fiscal_year(timezone.localdate()))
        proved = [line for line in lines if line.obligation.code == "center-manage" and line.done_on]
        assert [line.path for line in proved] == [f"/committees/meetings/{sitting.pk}/"]

    def test_an_upload_proves_what_no_query_can_find(self):
        committee = CommitteeFactory()
        period = ledger.periods(2570, Rhythm.HALF_YEARLY)[0]
        DutyProof.objects.create(
            committee=committee,
            duty="center-disburse",
            period_start=period.start,
            note="เบิกจ่ายครบถ้วน",
            person=PersonFactory(),
            at=timezone.now(),
        )
        assert self.line(committee, "center-disburse").state(YEAR_END) == "done"

    def test_late_duties_climb_to_the_level_above(self):
        _obec, province, center = chain()
        climbed = ledger.climbed(province, 2570, date(2027, 12, 1))
        assert [child for child, _late in climbed] == [center]
        assert all(line.state(date(2027, 12, 1)) == "late" for line in climbed[0][1])

    @pytest.mark.parametrize("level", Level.values)
    def test_many_committees_cost_no_more_queries_than_one(self, level, django_assert_max_num_queries):
        committees = [CommitteeFactory() for _ in range(5)] if level == Level.CENTER else [of_level(level)]
        with django_assert_max_num_queries(5):
            ledger.lines(committees, 2570)

    def test_the_province_answers_for_no_other_provinces_centers(self):
        _obec, province, _center = chain()
        other = chain()[2]
        assert other not in ledger.children(province)
        assert ledger.children(province)[0].level == Level.CENTER

    def test_the_page_above_says_which_duty_is_late_and_whose_it_is(self):
        _obec, province, center = chain()
        manager = person_with(Position.CENTER_MANAGER, center=center.center)
        director = person_with(Position.AREA_DIRECTOR, province=province.province)
        client = StrictClient()
        client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
        last = fiscal_year(timezone.localdate()) - 1
        page = client.get(reverse("committee-duties", args=[province.pk]), {"year": last}).content.decode()
        climbed = page.partition("เกินกำหนดในระดับถัดลงไป")[2]
        assert center.name in climbed and "ดำเนินการอบรม" in climbed and manager.name in climbed

    def test_a_duty_that_is_done_does_not_climb(self):
        _obec, province, center = chain()
        sitting = SittingFactory(committee=center, status="closed", closed_at=timezone.now())
        year = fiscal_year(timezone.localdate(sitting.starts_at))
        late = ledger.climbed(province, year, date(2100, 1, 1))[0][1]
        quarter = [line for line in late if line.obligation.code == "center-manage"]
        assert len(quarter) == 3

    @pytest.mark.parametrize("level", [Level.OBEC, Level.PROVINCE, Level.CENTER])
    def test_the_page_of_the_ledger_asks_the_database_at_most_twelve_times(self, level):
        obec, province, center = chain()
        committee = {Level.OBEC: obec, Level.PROVINCE: province, Level.CENTER: center}[level]
        client = StrictClient()
        officer = person_with(Position.OBEC_OFFICER)
        client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
        last = fiscal_year(timezone.localdate()) - 1
        where = reverse("committee-duties", args=[committee.pk])
        client.get(where, {"year": last})
        with CaptureQueriesContext(connection) as asked:
            assert client.get(where, {"year": last}).status_code == 200
        questions = [q["sql"] for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(questions) <= 12, "\n".join(questions)
