"""Eight issuers press at once: each certificate exactly once, numbers without gap; first proof that the test can fail."""

import itertools
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from committees.models import Position
from hcec.core.integrity import all_invariants
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import results_of, session_with_results
from verification.actions import issuing
from verification.models import Certificate, Kind, Series
from verification.sources import award_of, ready

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def together(work: Callable[[int], None]) -> list[BaseException]:
    """Run the work in eight threads that start at the same moment; what they raised."""
    start, faults = threading.Barrier(THREADS), []

    def run(number: int) -> None:
        start.wait()
        try:
            work(number)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,), name=str(number)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def everything_ready(centers: int = 3, people: int = 12) -> tuple[list, list[int]]:
    """Officers of the nation, and the results of some centers."""
    sessions = [session_with_results(people, center=CenterFactory()) for _ in range(centers)]
    results = [result.pk for session in sessions for result in results_of(session)]
    return [person_with(Position.OBEC_OFFICER) for _ in range(THREADS)], results


def gaps() -> list[tuple]:
    """Rows that break any truth about series and numbers."""
    return [
        row
        for truth in all_invariants()
        if "series" in truth.name or "number" in truth.name
        for row in truth.broken()
    ]


def test_eight_issuers_of_the_same_set_issue_each_once_without_gap():
    officers, results = everything_ready()

    def press(number: int) -> None:
        chunk = 5 + number  # so that the batches do not meet in step
        for start in range(0, len(results), chunk):
            issuing.issue(
                Kind.TEST_RESULT, results[start : start + chunk], by=officers[number], at=timezone.now()
            )

    assert together(press) == []
    assert Certificate.objects.count() == len(results)
    assert gaps() == []
    assert set(Series.objects.values_list("last", flat=True)) == {12}


def test_eight_issuers_of_different_people_of_one_center_share_its_series_without_gap():
    session = session_with_results(32)
    results = [result.pk for result in results_of(session)]
    officers = [person_with(Position.OBEC_OFFICER) for _ in range(THREADS)]

    def press(number: int) -> None:
        for pk in results[number::THREADS]:
            issuing.issue(Kind.TEST_RESULT, [pk], by=officers[number], at=timezone.now())

    assert together(press) == []
    assert sorted(Certificate.objects.values_list("seq", flat=True)) == list(range(1, 33))
    assert gaps() == []


def test_one_that_fails_at_the_last_moment_leaves_no_gap(monkeypatch: pytest.MonkeyPatch):
    officers, results = everything_ready(centers=1, people=16)
    enqueue, failed, attempts = issuing.outbox.enqueue_many, [], itertools.count(1)

    def fail_sometimes(kind: str, jobs: Sequence, **how: object) -> None:
        enqueue(kind, jobs, **how)
        # By the attempt, not by the thread: which of them gets to issue at all is for the machine to say.
        if kind == "certificate.render" and next(attempts) in (1, 4, 7):
            failed.append(kind)
            raise DatabaseError("the power went")

    monkeypatch.setattr(issuing.outbox, "enqueue_many", fail_sometimes)

    def press(number: int) -> None:
        for pk in results:
            with suppress(DatabaseError):
                issuing.issue(Kind.TEST_RESULT, [pk], by=officers[number], at=timezone.now())

    assert together(press) == []
    assert len(failed) == 3
    assert Certificate.objects.count() == len(results)
    assert gaps() == []


def test_without_the_lock_on_the_sources_the_same_press_breaks(monkeypatch: pytest.MonkeyPatch):
    """The control: with the guard off the race shows. Only the database then stops a second certificate."""
    officers, results = everything_ready(centers=1, people=20)
    pause = threading.Barrier(THREADS)

    def unlocked(kind: str, sources: Sequence[int], *, ordered: bool = False) -> list:
        awards = [award_of(row) for row in ready(kind, ordered=ordered).filter(pk__in=sources).order_by("pk")]
        pause.wait()
        return awards

    monkeypatch.setattr(issuing, "locked", unlocked)
    faults = together(
        lambda number: issuing.issue(Kind.TEST_RESULT, results, by=officers[number], at=timezone.now())
    )
    assert len(faults) == THREADS - 1
    truths = (
        "verification_a_result_has_one_certificate",
        "verification_a_certificate_replaces_the_revoked_one_before_it",
    )
    assert all(any(truth in str(fault) for truth in truths) for fault in faults)
    assert gaps() == []


def test_without_the_lock_on_the_series_numbers_are_given_twice(monkeypatch: pytest.MonkeyPatch):
    """The second control: read, add, write without a lock gives the same number to several."""
    session = session_with_results(THREADS)
    results = [result.pk for result in results_of(session)]
    officers = [person_with(Position.OBEC_OFFICER) for _ in range(THREADS)]
    year = issuing.thai.fiscal_year(timezone.now())
    Series.objects.create(center=session.center, fiscal_year=year)
    pause = threading.Barrier(THREADS)

    def unlocked(counts: dict[int, int], fiscal_year: int) -> dict:
        series = Series.objects.select_related("center").get(center__in=counts, fiscal_year=fiscal_year)
        pause.wait()
        first = series.last + 1
        with transaction.atomic():
            Series.objects.filter(pk=series.pk).update(last=first)
        return {series.center_id: (series, first)}

    monkeypatch.setattr(issuing, "draw", unlocked)
    faults = together(
        lambda number: issuing.issue(
            Kind.TEST_RESULT, [results[number]], by=officers[number], at=timezone.now()
        )
    )
    assert len(faults) == THREADS - 1
    assert all("verification_a_number_of_a_series_is_given_once" in str(fault) for fault in faults)
