"""The mail that goes with a notice: many through one connection, each once, a bad address harms no other."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from hcec.accounts.actions import notices
from hcec.core import outbox
from hcec.core.models import Job
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


class OneBadAddress(EmailBackend):
    """A mail server that takes no mail for one address."""

    opened = 0

    def open(self):
        OneBadAddress.opened += 1

    def send_messages(self, messages):
        messages = list(messages)
        if any("bad@" in message.to[0] for message in messages):
            raise OSError("no such mailbox")
        return super().send_messages(messages)


@pytest.fixture
def keys(settings):
    """Jobs for three people's mails, of whom the second has an address that no server takes."""
    settings.EMAIL_BACKEND = "tests.accounts.test_mails.OneBadAddress"
    OneBadAddress.opened = 0
    for number, address in enumerate(["one@example.org", "bad@example.org", "three@example.org"]):
        notices.tell(
            PersonFactory(email=address),
            subject=f"Notice {number}",
            body="…",
            path="/home/",
            key=f"n{number}",
        )
    return [*Job.objects.order_by("pk").values_list("key", flat=True)]


def test_mails_of_one_message_go_through_one_connection_and_a_bad_address_harms_no_other(keys):
    assert outbox.run(keys) == 2
    assert [message.to for message in mail.outbox] == [["one@example.org"], ["three@example.org"]]
    assert OneBadAddress.opened == 1
    waiting = Job.objects.get(status=Job.Status.DUE)
    assert "no such mailbox" in waiting.last_error and waiting.attempts == 1


def test_whoever_may_no_longer_sign_in_gets_no_mail(settings):
    for number in range(2):
        person = PersonFactory(is_active=bool(number))
        notices.tell(person, subject="…", body="…", path="", key=f"m{number}")
    outbox.run([*Job.objects.values_list("key", flat=True)])
    assert [message.to for message in mail.outbox] == [[person.email]]


def test_a_mails_id_is_its_jobs(keys):
    outbox.run(keys)
    job = Job.objects.order_by("pk").first()
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<job-{job.pk}@hcec>"
