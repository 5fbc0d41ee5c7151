"""Issuing: who gets a certificate, with which number, which words, and who may not issue it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees.models import Position
from hcec.accounts.models import Notice
from hcec.core import thai
from hcec.core.models import AuditEntry, Job
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import (
    a_certificate,
    completion_of,
    director_of,
    issue_results,
    results_of,
    session_with_results,
)
from verification import numbers
from verification.actions import issuing
from verification.models import Certificate, Kind, Series
from verification.refusals import Refusal

pytestmark = pytest.mark.django_db
NOW = timezone.now


def test_a_released_result_becomes_a_certificate_with_the_words_frozen():
    person = PersonFactory(title="นางสาว", first_name_th="น้ำเพชร", last_name_th="ป้ำกำปั่น")
    certificate = a_certificate(holder=person)
    person.first_name_th = "เปลี่ยน"
    person.save()
    words = Certificate.objects.get(pk=certificate.pk).words
    assert words.holder.th == "นางสาวน้ำเพชร ป้ำกำปั่น"
    assert words.overall.level.th == "B1"
    assert words.kind == "test_result"


def test_a_completion_becomes_a_certificate_with_its_hours():
    completion = completion_of()
    center = completion.enrolment.round.center
    [certificate] = issuing.issue(Kind.COMPLETION, [completion.pk], by=director_of(center), at=NOW())
    assert certificate.words.hours == "12"
    assert certificate.words.subject.th == completion.enrolment.round.course.name_th
    assert certificate.holder == completion.enrolment.person


def test_numbers_count_from_one_in_a_center_and_fiscal_year():
    session = session_with_results(3)
    certificates = issue_results(*results_of(session))
    year = thai.fiscal_year(NOW())
    assert [c.seq for c in certificates] == [1, 2, 3]
    assert certificates[2].number.startswith(f"{session.center.code}-{year}-000003-")
    assert Series.objects.get(center=session.center, fiscal_year=year).last == 3


def test_a_new_fiscal_year_begins_on_the_first_of_october_in_bangkok():
    session = session_with_results(2)
    first, second = results_of(session)
    director = director_of(session.center)
    last_minute = datetime(2027, 9, 30, 16, 59, tzinfo=UTC)
    [old] = issue_results(first, by=director, at=last_minute)
    [new] = issue_results(second, by=director, at=last_minute + timedelta(minutes=1))
    assert (old.series.fiscal_year, old.seq) == (2570, 1)
    assert (new.series.fiscal_year, new.seq) == (2571, 1)


def test_each_center_has_its_own_series_even_within_one_press():
    here, there = session_with_results(2), session_with_results(1)
    officer = person_with(Position.OBEC_OFFICER)
    certificates = issue_results(*results_of(here), *results_of(there), by=officer)
    assert sorted((c.series.center_id, c.seq) for c in certificates) == sorted(
        [(here.center_id, 1), (here.center_id, 2), (there.center_id, 1)]
    )


def test_issued_twice_it_is_issued_once():
    session = session_with_results(2)
    director = director_of(session.center)
    issue_results(*results_of(session), by=director)
    assert issue_results(*results_of(session), by=director) == []
    assert Certificate.objects.count() == 2
    assert Series.objects.get().last == 2


def test_the_holder_is_told_and_the_paper_ordered_in_the_same_transaction():
    certificate = a_certificate()
    assert Notice.objects.get(person=certificate.holder).key == f"certificate:{certificate.pk}:issued"
    assert Job.objects.filter(kind="certificate.render", payload={"certificate": certificate.pk}).exists()
    assert AuditEntry.objects.filter(verb="certificate.issue", subject_id=str(certificate.pk)).exists()


def test_the_director_signs():
    center = CenterFactory()
    director = director_of(center)
    certificate = a_certificate(center=center, by=person_with(Position.OBEC_OFFICER))
    assert certificate.words.signatory.th == director.name_th


def test_the_issuer_signs_where_no_director_is_in_office():
    officer = person_with(Position.OBEC_OFFICER)
    assert a_certificate(by=officer).words.signatory.th == officer.name_th


def test_a_directors_own_certificate_is_signed_by_the_officer_who_issues_it():
    center = CenterFactory()
    director, officer = director_of(center), person_with(Position.OBEC_OFFICER)
    assert a_certificate(holder=director, center=center, by=officer).words.signatory.th == officer.name_th


def test_nobody_signs_without_a_seat():
    session = session_with_results(1)
    with pytest.raises(Refusal, match="ผู้อำนวยการ"):
        issue_results(*results_of(session), by=PersonFactory())
    assert not Certificate.objects.exists()
    assert not Series.objects.filter(last__gt=0).exists()


def test_nobody_issues_to_themself():
    center = CenterFactory()
    director = director_of(center)
    session = session_with_results([director], center=center)
    assert issue_results(*results_of(session), by=director) == []


def test_whoever_entered_a_result_does_not_issue_it():
    center = CenterFactory()
    director = director_of(center)
    session = session_with_results(1, center=center, entered_by=director)
    assert issue_results(*results_of(session), by=director) == []


def test_the_database_itself_keeps_issuer_holder_and_preparer_apart():
    certificate = a_certificate()
    fields = {
        "series": certificate.series, "kind": certificate.kind, "facts": certificate.facts, "issued_at": NOW(),
        "result": results_of(session_with_results(1))[0],
    }  # fmt: skip
    for number, (holder, issuer, preparer) in enumerate(
        [(certificate.holder, certificate.holder, None), (certificate.holder, PersonFactory(), "issuer")]
    ):
        preparer = issuer if preparer else None
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(
                **fields, seq=50 + number, number=numbers.draw("HCEC-X", 2570, 50 + number),
                holder=holder, issued_by=issuer, prepared_by=preparer,
            )  # fmt: skip


def test_more_than_five_hundred_are_refused_in_one_transaction():
    with pytest.raises(Refusal):
        issuing.issue(Kind.TEST_RESULT, range(501), by=PersonFactory(), at=NOW())


def test_a_result_that_waits_for_release_gets_no_certificate():
    session = session_with_results(1, status="entered")
    assert issue_results(*results_of(session)) == []


def test_a_batch_costs_the_same_queries_for_one_and_for_many():
    a_certificate()  # the first of all makes the log's key known
    counts = []
    for people in (1, 1, 6):  # the very first of a kind also makes its template
        session = session_with_results(people)
        director = director_of(session.center)
        with CaptureQueriesContext(connection) as asked:
            issue_results(*results_of(session), by=director)
        counts.append(len(asked))
    assert counts[-2] == counts[-1]
