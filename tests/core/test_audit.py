"""The audit trail names who did what, and cannot be rewritten."""

import pytest
from django.db import DatabaseError, connection, transaction

from hcec.core import audit
from hcec.core.models import AuditEntry
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


def test_an_entry_names_the_actor_the_deed_and_the_subject():
    person = PersonFactory()
    audit.record("person.renamed", person, by=person, old="ก", new="ข")
    row = AuditEntry.objects.get()
    assert (row.actor_id, row.verb, row.subject_type, row.subject_id) == (
        person.pk,
        "person.renamed",
        "accounts.user",
        str(person.pk),
    )
    assert row.facts == {"old": "ก", "new": "ข"}


def test_the_portal_itself_acts_as_system():
    assert audit.record("person.swept", PersonFactory(), by=None).actor == "system"


@pytest.mark.parametrize(
    "statement", ["UPDATE core_auditentry SET actor = 'x'", "DELETE FROM core_auditentry"]
)
def test_the_database_refuses_to_rewrite_an_entry(statement):
    audit.record("person.renamed", PersonFactory(), by=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_to_empty_the_trail():
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditentry")
