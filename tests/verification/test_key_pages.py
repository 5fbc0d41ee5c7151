"""The public list of keys, and who is told before the one in force ends."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.urls import reverse
from django.utils import timezone

from hcec.core import health
from hcec.core.access import Access, Permission, Reach
from tests.factories import seals
from tests.factories.accounts import PersonFactory
from verification.actions import keys as key_list
from verification.models import Retired
from verification.queries import keys, todo
from verification.signing.keys import Key

pytestmark = pytest.mark.django_db
OFFICER = Access.of(
    [(each, Reach(nation=True)) for each in (Permission.CERTIFICATE_PREPARE, Permission.CERTIFICATE_ISSUE)]
)


@pytest.fixture
def ending():
    """A key in force whose certificate ends in thirty days."""
    made = seals.certificate("Short Seal", seals.private_key("P-256"), lasts=timedelta(days=31))
    return key_list.take(Key((made,), lambda data: b""), at=timezone.now())


def test_every_key_is_on_the_page_the_one_in_force_first(client):
    old, new = seals.listed_key(), seals.listed_key(1)
    page = client.get(reverse("verify-keys")).content.decode()
    assert page.index(new.groups[0]) < page.index(old.groups[0])
    assert str(Retired.CHANGED.label) in page


def test_without_a_key_the_page_says_so(client):
    assert "ยังไม่มีกุญแจ" in client.get(reverse("verify-keys")).content.decode()


def test_a_throw_away_key_is_called_one(client):
    key = seals.listed_key()
    assert key.demo  # the tests run in debug, as a demo does
    assert "พิสูจน์อะไรไม่ได้" in client.get(reverse("verify-keys")).content.decode()


def test_machines_get_the_same_list_with_the_certificates(client):
    key = seals.listed_key()
    answer = client.get(reverse("verify-keys-json"))
    [told] = answer.json()["keys"]
    assert (told["fingerprint"], told["until"], told["reason"]) == (key.fingerprint, None, None)
    [certificate] = x509.load_pem_x509_certificates(told["certificates"].encode())
    assert certificate.fingerprint(hashes.SHA256()).hex() == told["fingerprint"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_certificates_of_one_key_can_be_kept(client):
    key = seals.listed_key()
    answer = client.get(reverse("verify-key-file", args=[key.fingerprint]))
    assert answer.content.decode() == key.chain
    assert client.get(reverse("verify-key-file", args=["0" * 64])).status_code == 404


def test_a_retired_key_stays_on_the_page_for_ever(client):
    key = seals.listed_key()
    key_list.retire(key, at=timezone.now(), reason=Retired.COMPROMISED)
    assert key.groups[0] in client.get(reverse("verify-keys")).content.decode()


def test_the_nations_officer_is_told_before_the_key_ends_and_nobody_else(ending):
    officer = PersonFactory()
    lines = todo(OFFICER, officer, timezone.now())
    assert [line.path for line in lines] == [reverse("verify-keys")]
    assert lines[0].count == 1
    center = Access.of([(Permission.CERTIFICATE_ISSUE, Reach(centers=frozenset({1})))])
    assert todo(center, officer, timezone.now()) == []


def test_a_key_with_years_before_it_waits_for_nobody():
    seals.listed_key()
    assert todo(OFFICER, PersonFactory(), timezone.now()) == []


def test_readyz_notes_a_key_that_ends_and_stays_ready(client, settings, ending):
    settings.SIGNING_KEY = "somewhere.p12"
    said = client.get("/readyz").json()
    assert said["notes"]["signing_key"].startswith("the key in force ends on")
    assert health.NOTES["signing_key"](ending.valid_until).startswith("the key in force ended on")


def test_readyz_notes_nothing_where_all_is_well_or_nothing_is_signed(client, settings, ending):
    assert "notes" not in client.get("/readyz").json()
    settings.SIGNING_KEY = "somewhere.p12"
    key_list.retire(ending, at=timezone.now(), reason=Retired.LOST)
    assert "no key is in force" in keys.note(timezone.now())
