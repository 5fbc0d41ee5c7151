"""A run: prepared by one, approved by another, held, released or undone; a fault at any step leaves nothing half done."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.accounts.models import Notice
from hcec.core import outbox, refusals
from hcec.core.models import AuditEntry, Job
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import (
    approved_run,
    director_of,
    prepared_run,
    results_of,
    session_with_results,
)
from verification.actions import issuing, runs
from verification.integrity import INVARIANTS
from verification.models import Certificate, IssueRun, Kind, Series
from verification.queries import my_certificates
from verification.queries.runs import progress
from verification.refusals import Refusal
from verification.sources import preparable, ready

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def NOW():
    return timezone.now()


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def director(center):
    return director_of(center)


@pytest.fixture
def results(center):
    return [result.pk for result in results_of(session_with_results(2, center=center))]


def broken() -> list:
    return [row for truth in INVARIANTS if "file" not in truth.name for row in truth.broken()]


def held(director, results) -> IssueRun:
    run = approved_run(key="held", by=director, results=results, public_from=NOW() + DAY)
    runs.carry_on(run, at=NOW())
    return run


def test_who_prepared_does_not_approve_not_even_past_the_action(center, director, results):
    run = prepared_run(key="own", by=director, results=results)
    with pytest.raises(Refusal, match="ไม่อนุมัติเอง"):
        runs.approve(run, by=director, at=NOW())
    with pytest.raises(IntegrityError, match="who_prepared_a_run_does_not_approve_it"), transaction.atomic():
        IssueRun.objects.filter(pk=run.pk).update(status="approved", approved_by=director, approved_at=NOW())


def test_an_approver_holds_a_seat_over_every_center_of_the_run(director, results):
    elsewhere = results_of(session_with_results(1))[0].pk
    run = prepared_run(key="two", results=[*results, elsewhere])
    with pytest.raises(Refusal, match="ทุกศูนย์"):
        runs.approve(run, by=director, at=NOW())
    runs.approve(run, by=person_with(Position.OBEC_OFFICER), at=NOW())


def test_a_manager_prepares_and_approves_nothing(center, results, client):
    manager = person_with(Position.CENTER_MANAGER, center=center)
    run = prepared_run(key="m", by=manager, results=results)
    client.force_login(manager)
    assert client.post(reverse("issue-run-approve", args=[run.pk]), {"release": "now"}).status_code == 403
    with pytest.raises(Refusal):
        runs.prepare(
            by=PersonFactory(),
            at=NOW(),
            key="x",
            title=runs.Pair("x"),
            centers=[center.pk],
            kind="test_result",
            sources=results,
        )


def test_nothing_is_issued_before_the_approval(results):
    run = prepared_run(key="a", results=results)
    assert runs.carry_on(run, at=NOW()) == 0
    assert not Certificate.objects.exists()


def test_what_waits_in_a_run_is_not_prepared_twice_and_comes_back_when_it_is_sent_back(director, results):
    run = prepared_run(key="a", results=results)
    assert not preparable(Kind.TEST_RESULT, 0).exists()
    runs.decline(run, by=director, at=NOW(), why="ชื่อยังไม่ตรวจ")
    assert preparable(Kind.TEST_RESULT, 0).count() == 2
    assert "ชื่อยังไม่ตรวจ" in Notice.objects.get(key=f"issue-run:{run.pk}:declined").body
    with pytest.raises(refusals.Refusal, match="ส่งกลับ"):
        runs.approve(run, by=director, at=NOW())


def test_what_was_prepared_never_changes(results):
    run = prepared_run(key="a", results=results)
    for change in ({"sources": [1]}, {"total": 9}, {"by": PersonFactory()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            IssueRun.objects.filter(pk=run.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        IssueRun.objects.filter(pk=run.pk).delete()


def test_while_held_nobody_outside_sees_it_and_the_holder_is_told_at_the_release(client, director, results):
    run = held(director, results)
    certificate = Certificate.objects.first()
    assert certificate.state == "held"
    assert client.get(certificate.path).status_code == 404
    assert not my_certificates(certificate.holder).exists()
    assert not Notice.objects.filter(key__contains=":issued").exists()
    assert runs.release(run, at=NOW()) == 0
    assert (runs.release(run, at=NOW() + DAY), runs.release(run, at=NOW() + DAY)) == (2, 2)
    assert Notice.objects.filter(key__contains=":issued").count() == 2


def test_after_its_hour_anybody_verifies_it(client, director, results):
    run = approved_run(
        key="soon", by=director, results=results, at=NOW() - DAY, public_from=NOW() - timedelta(hours=1)
    )
    runs.carry_on(run, at=NOW())
    certificate = Certificate.objects.first()
    assert client.get(certificate.path).status_code == 200
    assert Notice.objects.filter(key__contains=":issued").count() == 2


def test_undone_its_numbers_stay_given_and_its_sources_are_ready_again(client, director, results):
    run = held(director, results)
    numbers = set(Certificate.objects.values_list("number", flat=True))
    runs.undo(run, by=director, at=NOW(), why="ลืมแก้ชื่อหลักสูตร")
    assert {c.state for c in Certificate.objects.all()} == {"undone"}
    assert client.get(Certificate.objects.first().path).status_code == 404
    assert (runs.release(IssueRun.objects.get(pk=run.pk), at=NOW() + DAY), runs.carry_on(run, at=NOW())) == (
        0,
        0,
    )
    assert ready(Kind.TEST_RESULT).count() == 2
    again = approved_run(key="again", by=director, results=results)
    runs.carry_on(again, at=NOW())
    assert sorted(Certificate.objects.values_list("seq", flat=True)) == [1, 2, 3, 4]
    assert numbers.isdisjoint(again.certificates.values_list("number", flat=True))
    assert Series.objects.get().last == 4
    assert broken() == []


def test_what_is_public_is_not_undone(director, results):
    run = approved_run(key="now", by=director, results=results)
    runs.carry_on(run, at=NOW())
    with pytest.raises(Refusal, match="เผยแพร่แล้ว"):
        runs.undo(run, by=director, at=NOW(), why="x")
    with pytest.raises(IntegrityError, match="a_run_is_undone_before_it_is_public"), transaction.atomic():
        IssueRun.objects.filter(pk=run.pk).update(
            status="undone", public_from=NOW() - DAY, ended_by=director, ended_at=NOW(), ended_why="x"
        )


@pytest.mark.parametrize("ahead", [-DAY, timedelta(0), 91 * DAY])
def test_a_release_lies_ahead_and_within_90_days(director, results, ahead):
    at = NOW()
    with pytest.raises(Refusal, match="90"):
        runs.approve(prepared_run(key="a", results=results), by=director, at=at, public_from=at + ahead)


def test_the_pages_prepare_approve_hold_and_undo(client, center, director, results):
    run = prepared_run(key="p", by=person_with(Position.CENTER_MANAGER, center=center), results=results)
    client.force_login(director)
    assert reverse("issue-run", args=[run.pk]) in client.get(reverse("issue-runs")).content.decode()
    assert "2 ฉบับรอท่านอนุมัติ" in client.get(reverse("issue-run", args=[run.pk])).content.decode()
    wrong = client.post(reverse("issue-run-approve", args=[run.pk]), {"release": "at"})
    assert wrong.context["form"].errors.keys() == {"public_at"}
    client.post(reverse("issue-run-approve", args=[run.pk]), {"release": "hold"})
    run.refresh_from_db()
    assert run.public_from - run.approved_at == DAY
    assert Job.objects.filter(kind="certificate.release", run_after__gt=NOW()).count() == 1
    outbox.run([f"certificate.issue:{run.pk}"])
    assert progress(run).issued == 2
    assert "ยังไม่เผยแพร่" in client.get(reverse("issue-run", args=[run.pk])).content.decode()
    client.post(reverse("issue-run-undo", args=[run.pk]), {"why": "ผิดรอบ"})
    run.refresh_from_db()
    assert (run.status, run.ended_by) == ("undone", director)
    assert "ผิดรอบ" in client.get(reverse("issue-run", args=[run.pk])).content.decode()


def test_a_preparer_takes_her_own_run_back(client, center, results):
    manager = person_with(Position.CENTER_MANAGER, center=center)
    run = prepared_run(key="mine", by=manager, results=results)
    client.force_login(manager)
    assert client.post(reverse("issue-run-decline", args=[run.pk]), {"why": ""}).context["why"].errors
    client.post(reverse("issue-run-decline", args=[run.pk]), {"why": "ยังไม่ครบ"})
    run.refresh_from_db()
    assert run.status == "declined"


# Asked when the test runs: migrating makes every manager anew.
STEPS = [
    (lambda: issuing.Certificate.objects, "bulk_create"), (lambda: issuing.AuditEntry.objects, "bulk_create"),
    (lambda: issuing.outbox, "enqueue_many"), (lambda: issuing, "tell_many"), (lambda: issuing, "draw"),
    (lambda: issuing, "made"), (lambda: issuing.Series.objects, "bulk_update"), (lambda: issuing.numbers, "draw"),
    (lambda: issuing.templates, "in_force"), (lambda: issuing, "editions"),
]  # fmt: skip


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("place, name", STEPS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_fault_at_any_step_of_issuing_leaves_no_number_and_the_next_try_is_whole(
    monkeypatch, director, results, place, name, when
):
    place = place()
    run, real = approved_run(key="g6", by=director, results=results), getattr(place, name)

    def broken_step(*given, **named):
        if when == "after":
            real(*given, **named)
        raise DatabaseError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(place, name, broken_step)
        with pytest.raises(DatabaseError), transaction.atomic():
            runs.carry_on(run, at=NOW())
    assert not Certificate.objects.exists()
    assert not Series.objects.filter(last__gt=0).exists()
    assert not AuditEntry.objects.filter(verb="certificate.issue").exists()
    assert not Job.objects.filter(kind="certificate.render").exists()
    assert runs.carry_on(run, at=NOW()) == 2
    assert sorted(Certificate.objects.values_list("seq", flat=True)) == [1, 2]
    assert broken() == []
