"""Open credentials: the facts of the paper, signed, in the form of the standards, and their status from one table."""

import base64
import gzip
import json
from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from joserfc import jws
from joserfc.errors import BadSignatureError, UnsupportedAlgorithmError
from joserfc.jwk import OKPKey
from jsonschema import Draft202012Validator

from hcec.place import ROOT
from tests.factories.accounts import PersonFactory
from tests.factories.verification import a_certificate, completion_of, director_of
from tests.support.desks import signed_in
from verification.actions import issuing, revocations
from verification.credentials import badge, keys, status
from verification.models import Certificate, Kind, StatusList

pytestmark = pytest.mark.django_db
# Written from the tables of the specifications: see the README beside them.
SCHEMAS = ROOT / "tests" / "vectors" / "credentials"


@pytest.fixture(autouse=True)
def nothing_kept():
    """No list of another test's certificates."""
    cache.clear()


def schema(name: str) -> Draft202012Validator:
    told = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(told)
    return Draft202012Validator(told, format_checker=Draft202012Validator.FORMAT_CHECKER)


def a_completion_certificate() -> Certificate:
    completion = completion_of()
    by = director_of(completion.enrolment.round.center)
    return issuing.issue(Kind.COMPLETION, [completion.pk], by=by, at=timezone.now())[0]


def with_source(certificate: Certificate) -> Certificate:
    return badge.with_source(Certificate.objects.filter(pk=certificate.pk)).get()


def opened(client, token: str) -> dict:
    """The credential, checked as a stranger would: the key is looked up by its name in the issuer's published document."""
    document = client.get(reverse("credential-did")).json()
    methods = {method["id"]: method["publicKeyJwk"] for method in document["verificationMethod"]}
    signed = jws.deserialize_compact(
        token, lambda given: OKPKey.import_key(methods[given.headers()["kid"]]), registry=keys.REGISTRY
    )
    assert signed.headers()["typ"] == "vc+jwt"
    return json.loads(signed.payload)


def downloaded(certificate: Certificate, form: str = "jwt"):
    path = reverse("my-certificate-credential", args=[certificate.number, form])
    return signed_in(certificate.holder).get(path)


def revoked_places(client, number: int) -> set[int]:
    """The places whose bit is set on a list, read as the standard says."""
    told = opened(client, client.get(reverse("credential-status", args=[number])).content.decode())
    encoded = told["credentialSubject"]["encodedList"]
    assert encoded[0] == "u"
    bits = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert len(bits) * 8 >= 131_072
    return {at * 8 + bit for at, byte in enumerate(bits) if byte for bit in range(8) if byte >> (7 - bit) & 1}


def is_listed(client, credential: dict) -> bool:
    """Whether the list says that the credential is revoked."""
    entry = credential["credentialStatus"]
    number = int(entry["statusListCredential"].rpartition("/")[2])
    return int(entry["statusListIndex"]) in revoked_places(client, number)


def revoke(certificate: Certificate) -> None:
    revocations.revoke(
        certificate, by=certificate.issued_by, at=timezone.now(), reason="wrong_facts", explanation="ชื่อสกุล"
    )


@pytest.mark.parametrize("make", [a_certificate, a_completion_certificate])
def test_a_credential_keeps_to_both_data_models(client, make):
    told = opened(client, badge.token(with_source(make())))
    assert [error.message for error in schema("open_badge").iter_errors(told)] == []
    assert [error.message for error in schema("verifiable_credential").iter_errors(told)] == []


def test_a_credential_says_what_the_paper_says_and_nothing_else_of_the_holder(client):
    certificate = with_source(a_certificate())
    words, told = certificate.words, opened(client, badge.token(certificate))
    subject = told["credentialSubject"]
    assert told["id"] == certificate.address
    assert {name["identityHash"] for name in subject["identifier"]} <= {words.holder.th, words.holder.en}
    assert words.subject.th in subject["achievement"]["name"]
    assert words.issuer.th in subject["achievement"]["creator"]["name"]
    values = [result["value"] for result in subject["result"]]
    assert all(part.score in values for part in (*words.parts, words.overall) if part.score)
    assert told["validUntil"].startswith(words.valid_until.isoformat())
    person = certificate.holder
    assert person.email not in json.dumps(told, ensure_ascii=False)


def test_results_point_at_what_they_are(client):
    subject = opened(client, badge.token(with_source(a_certificate())))["credentialSubject"]
    described = {description["id"] for description in subject["achievement"]["resultDescription"]}
    assert {result["resultDescription"] for result in subject["result"]} == described


def test_the_holder_downloads_both_forms_of_one_credential(client):
    certificate = a_certificate()
    token = downloaded(certificate)
    assert token["Content-Type"] == "application/vc+jwt"
    assert opened(client, token.content.decode())["id"] == certificate.address
    whole = downloaded(certificate, "json")
    assert whole["Content-Type"] == "application/vc"
    told = json.loads(whole.content)
    assert [error.message for error in schema("enveloped").iter_errors(told)] == []
    assert opened(client, told["id"].partition(",")[2])["id"] == certificate.address
    assert downloaded(certificate, "xml").status_code == 404


def test_nobody_else_downloads_it_and_a_revoked_one_has_none():
    certificate = a_certificate()
    path = reverse("my-certificate-credential", args=[certificate.number, "jwt"])
    assert signed_in(PersonFactory()).get(path).status_code == 404
    revoke(certificate)
    assert downloaded(certificate).status_code == 404


def test_a_changed_credential_does_not_pass(client):
    head, body, signature = badge.token(with_source(a_certificate())).split(".")
    told = json.loads(base64.urlsafe_b64decode(body + "=="))
    told["name"] = "ปริญญาเอก"
    forged = base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()
    with pytest.raises(BadSignatureError):
        opened(client, ".".join([head, forged, signature]))


def test_no_other_algorithm_is_taken(client):
    body = badge.token(with_source(a_certificate())).split(".")[1]
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    with pytest.raises(UnsupportedAlgorithmError):
        opened(client, f"{head}.{body}.")


def test_after_a_change_of_keys_old_credentials_still_pass_and_new_ones_use_the_new_key(client, settings):
    certificate = with_source(a_certificate())
    before = badge.token(certificate)
    new = base64.b64encode(b"the key of the year after, 32 b.").decode()
    settings.HCEC_CREDENTIAL_KEYS = [new, *settings.HCEC_CREDENTIAL_KEYS]
    after = badge.token(certificate)
    assert opened(client, before) == opened(client, after)
    assert before.partition(".")[0] != after.partition(".")[0]


def test_published_keys_hold_nothing_secret(client):
    document, jwks = client.get(reverse("credential-did")), client.get(reverse("credential-keys"))
    assert document.json()["id"] == keys.issuer()
    for answer in (document, jwks):
        assert '"d"' not in answer.content.decode()
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert [key["kid"] for key in jwks.json()["keys"]] == [keys.held()[0].thumbprint()]


def test_a_key_that_is_none_stops_the_first_signature(settings):
    settings.HCEC_CREDENTIAL_KEYS = ["c2hvcnQ="]
    with pytest.raises(ValueError, match="32 bytes"):
        keys.held()


@pytest.mark.parametrize("make", [a_certificate, a_completion_certificate])
def test_an_achievement_answers_at_its_address(client, make):
    held = opened(client, badge.token(with_source(make())))["credentialSubject"]["achievement"]
    path = held["id"].partition("127.0.0.1:8000")[2]
    assert client.get(path).json()["name"] == held["name"]
    assert client.get(path.rpartition("/")[0] + "/987654321").status_code == 404


def test_a_revoked_certificate_is_on_the_list_once_the_copy_has_run_out(client):
    certificate, other = a_certificate(), a_certificate()
    credential, beside = (opened(client, badge.token(with_source(each))) for each in (certificate, other))
    assert not is_listed(client, credential)
    revoke(certificate)
    cache.clear()  # half a minute later
    assert is_listed(client, credential)
    assert not is_listed(client, beside)


def test_no_copy_of_a_list_is_older_than_a_minute(client):
    answer = client.get(reverse("credential-status", args=[_list_of(a_certificate()).number]))
    kept = int(answer["Cache-Control"].rpartition("=")[2])
    assert timedelta(seconds=kept) + status.LIVES <= timedelta(seconds=60)


def _list_of(certificate: Certificate) -> StatusList:
    return StatusList.objects.get(number=status.list_of(certificate.pk))


def test_a_list_is_a_credential_of_the_standards_form(client):
    answer = client.get(reverse("credential-status", args=[_list_of(a_certificate()).number]))
    assert answer["Content-Type"] == "application/vc+jwt"
    told = opened(client, answer.content.decode())
    assert [error.message for error in schema("status_list").iter_errors(told)] == []
    assert [error.message for error in schema("verifiable_credential").iter_errors(told)] == []


def test_a_list_is_read_while_the_database_takes_no_writes(client):
    number = _list_of(a_certificate()).number
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL transaction_read_only = on")
    assert client.get(reverse("credential-status", args=[number])).status_code == 200


def test_no_place_of_a_list_is_taken_twice():
    secret, some = b"k" * 32, range(0, status.LENGTH, 7)
    places = {status.place_of(pk, secret) for pk in some}
    assert len(places) == len(some)
    assert all(0 <= place < status.LENGTH for place in places)


def test_the_places_of_certificates_in_a_row_are_evenly_spread():
    """Chi square over 64 parts of the list, for certificates issued one after the other: with 63 degrees of freedom
    a fair choice stays below 125 in 999,996 of a million cases. The secret is fixed, so the outcome is too."""
    count, parts = 6400, 64
    spread = Counter(status.place_of(pk, b"s" * 32) * parts // status.LENGTH for pk in range(count))
    expected = count / parts
    assert sum((spread[part] - expected) ** 2 / expected for part in range(parts)) < 125


def test_another_list_has_other_places():
    assert status.place_of(5, b"a" * 32) != status.place_of(5, b"b" * 32)


def test_the_secret_of_a_list_is_never_rewritten():
    found = _list_of(a_certificate())
    found.secret = "0" * 64
    with pytest.raises(DatabaseError), transaction.atomic():
        found.save()
