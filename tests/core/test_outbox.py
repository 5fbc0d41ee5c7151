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


@pytest.fixture(autouse=True)
def _nothing_done():
    DONE.clear()


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


def test_a_kind_without_a_handler_is_an_error_of_the_programmer():
    with pytest.raises(LookupError):
        outbox.enqueue("test.nobody", "1")


def test_two_handlers_for_one_kind_are_an_error_of_the_programmer():
    with pytest.raises(ValueError):
        outbox.handler("test.note")(lambda job: None)
