"""Signing in as people do."""

import pytest
from django.core import mail
from django.test import Client

from hcec.core import outbox
from tests.factories.accounts import PASSWORD, PersonFactory


@pytest.fixture
def person(db):
    return PersonFactory()


@pytest.fixture
def signed_in(person):
    """A client that gave the right password a moment ago, so that delicate pages open."""
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


@pytest.fixture
def mails():
    """Do the outbox and hand over what it sent."""

    def sent():
        mail.outbox.clear()
        outbox.run_all_due()
        return list(mail.outbox)

    return sent
