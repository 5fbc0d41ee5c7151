"""Work that leaves a transaction is never lost and never harmful twice."""

from datetime import timedelta

import pytest
from django.db import transaction

from hcec.core import outbox
from hcec.core.db import database_now
from hcec.core.models import Job

pytestmark = pytest.mark.django_db

DONE: list[int] = []


@outbox.handler("test.note")
def note(job: Job) -> None:
    if job.payload.get("fails"):
        raise RuntimeError("the mail server is away")
    DONE.append(job.payload["n"])


TOLD: list[list[int]] = []


@outbox.handler("test.many")
def one_of_many(job: Job) -> None:
    note(job)


@outbox.together("test.many")
def many(jobs: list[Job]) -> list[Job]:
    TOLD.append([job.payload["n"] for job in jobs])
    if any(job.payload.get("fails") == "all" for job in jobs):
        raise RuntimeError("one of them cannot be done")
    return [job for job in jobs if job.payload.get("fails")]


@pytest.fixture(autouse=True)
def _nothing_done():
    DONE.clear()
    TOLD.clear()


def three_of_many(**of_the_second) -> list[str]:
    jobs = [(str(n), {"n": n} | (of_the_second if n == 2 else {})) for n in (1, 2, 3)]
    outbox.enqueue_many("test.many", jobs)
    return [f"test.many:{n}" for n in (1, 2, 3)]


def test_a_job_is_done_once():
    outbox.enqueue("test.note", "1", n=1)
    assert (outbox.run_all_due(), outbox.run_all_due(), DONE) == (1, 0, [1])


def test_the_same_key_twice_is_one_job():
    outbox.enqueue("test.note", "1", n=1)
    outbox.enqueue("test.note", "1", n=2)
    outbox.run_all_due()
    assert DONE == [1]


def test_a_job_dies_with_the_transaction_that_asked_for_it():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.enqueue("test.note", "1", n=1)
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_a_delayed_job_waits():
    outbox.enqueue("test.note", "1", n=1, delay=timedelta(hours=1))
    assert outbox.run_all_due() == 0


def test_a_failed_job_comes_back_later_with_its_error():
    outbox.enqueue("test.note", "1", n=1, fails=True)
    outbox.run_all_due()
    job = Job.objects.get()
    assert (job.status, job.attempts) == (Job.Status.DUE, 1)
    assert job.run_after > database_now() and "mail server" in job.last_error


def test_a_job_that_always_fails_is_given_up_and_shown():
    outbox.enqueue("test.note", "1", n=1, fails=True)
    Job.objects.update(attempts=outbox.MAX_ATTEMPTS - 1)
    outbox.run_all_due()
    assert Job.objects.get().status == Job.Status.DEAD


def test_a_held_job_is_not_taken_by_another():
    outbox.enqueue("test.note", "1", n=1)
    assert outbox.take() and outbox.take() is None


def test_a_job_whose_lease_ended_is_done_by_the_next():
    outbox.enqueue("test.note", "1", n=1)
    outbox.take()
    Job.objects.update(lease_until=database_now() - timedelta(seconds=1))
    assert (outbox.run_all_due(), DONE) == (1, [1])


def test_a_worker_that_lost_its_lease_cannot_mark_the_job_of_its_successor():
    outbox.enqueue("test.note", "1", n=1)
    slow = outbox.take()
    Job.objects.update(lease_until=database_now() - timedelta(seconds=1))
    outbox.take()
    outbox.do(slow)
    assert Job.objects.get().status == Job.Status.LEASED


def test_the_sweeper_finds_what_a_lost_message_left_behind():
    outbox.enqueue("test.note", "1", n=1)
    Job.objects.update(run_after=database_now() - timedelta(seconds=10))
    assert outbox.due_keys() == ["test.note:1"]


def test_jobs_of_a_kind_that_is_done_together_are_done_by_one_call():
    assert outbox.run([*three_of_many()]) == 3
    assert (TOLD, DONE) == ([[1, 2, 3]], [])
    assert {job.status for job in Job.objects.all()} == {Job.Status.DONE}


def test_where_the_call_fails_each_is_done_alone():
    assert outbox.run(three_of_many(fails="all")) == 2
    assert DONE == [1, 3]


def test_what_the_call_could_not_do_is_done_alone():
    assert outbox.run(three_of_many(fails=True)) == 2
    assert (TOLD, DONE) == ([[1, 2, 3]], [])
    waiting = Job.objects.get(status=Job.Status.DUE)
    assert (waiting.payload["n"], waiting.attempts) == (2, 1) and "mail server" in waiting.last_error


def test_of_jobs_done_together_those_that_another_holds_are_left_to_it():
    keys = three_of_many()
    outbox.take(key=keys[1])
    assert outbox.run(keys) == 2
    assert TOLD == [[1, 3]]


def test_whoever_lost_the_lease_of_jobs_done_together_marks_none_of_them():
    slow = outbox.take_all(key__in=three_of_many())
    Job.objects.update(lease_until=database_now() - timedelta(seconds=1))
    outbox.take_all()
    assert outbox.do_together(slow) == 0
    assert {job.status for job in Job.objects.all()} == {Job.Status.LEASED}


def test_keys_are_done_in_pieces_by_what_can_be_done_together():
    keys = ["test.note:1", "test.many:1", "test.note:2", "test.many:2"]
    assert outbox.pieces(keys) == [["test.note:1"], ["test.many:1", "test.many:2"], ["test.note:2"]]


def test_a_kind_without_a_handler_is_an_error_of_the_programmer():
    with pytest.raises(LookupError):
        outbox.enqueue("test.nobody", "1")


def test_two_handlers_for_one_kind_are_an_error_of_the_programmer():
    with pytest.raises(ValueError):
        outbox.handler("test.note")(lambda job: None)
    with pytest.raises(ValueError):
        outbox.together("test.many")(lambda jobs: None)
