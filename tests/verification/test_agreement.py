"""What is revoked is revoked everywhere (G19); numbers are not guessed (G28); a school behind one address is served."""

import random
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hcec.core.numbers import CROCKFORD, check_character
from tests.factories.verification import a_certificate, issue_results, results_of, session_with_results
from tests.verification.test_credentials import revoked_places
from verification import numbers, throttle
from verification.actions import revocations
from verification.credentials import status
from verification.models import Certificate, StatusList

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
TITLES = {"ใบจริงและใช้ได้": "valid", "ถูกเพิกถอนแล้ว ใช้ไม่ได้": "revoked"}


@pytest.fixture(autouse=True)
def nothing_kept():
    """No misses and no list of another test."""
    cache.clear()


def on_the_page(client, certificate: Certificate) -> str:
    text = client.get(certificate.path).content.decode().partition("<main")[2]
    return next(word for title, word in TITLES.items() if title in text)


def test_page_json_and_status_list_agree_for_two_hundred_certificates(client):
    made = issue_results(*results_of(session_with_results(200)))
    taken_back = set(random.Random(7).sample([each.pk for each in made], 60))
    for each in made:
        if each.pk in taken_back:
            revocations.revoke(each, by=each.issued_by, at=timezone.now(), reason="other", explanation="x")
            assert on_the_page(client, each) == "revoked"  # the same second
    lists = {number: revoked_places(client, number) for number in {status.list_of(each.pk) for each in made}}
    secrets = {found.number: bytes.fromhex(found.secret) for found in StatusList.objects.all()}
    for each in made:
        expected = "revoked" if each.pk in taken_back else "valid"
        number = status.list_of(each.pk)
        listed = status.place_of(each.pk, secrets[number]) in lists[number]
        told = client.get(each.path, headers=JSON).json()["answer"]
        assert (told, on_the_page(client, each), listed) == (expected, expected, expected == "revoked")


def test_sixty_pupils_behind_one_address_verify_sixty_numbers_with_slips_and_forgeries(client):
    made = issue_results(*results_of(session_with_results(60)))
    codes: Counter[int] = Counter()
    for each in made:
        slip = each.number[:-1] + ("X" if each.number[-1] != "X" else "Y")
        for number in (each.number, slip, each.number, numbers.draw("HCEC-10-01", 2570, 1)):
            codes[client.get(reverse("verify-number", args=[number])).status_code] += 1
    assert codes == {200: 120, 404: 120}


def test_whoever_guesses_well_formed_numbers_is_stopped_after_three_hundred(client, monkeypatch):
    monkeypatch.setattr(throttle, "WINDOW", 600)
    path = reverse("verify-number", args=[numbers.draw("HCEC-10-01", 2570, 1)])
    cache.set(throttle.key_of(client.get(path).wsgi_request), throttle.MISSES, 600)
    assert client.get(path).status_code == 429


def guess(certificate: Certificate, chance: random.Random) -> str:
    """The number of a certificate that there is, with another last group whose check sign is right."""
    body = certificate.number[:-8]
    while True:
        drawn = "".join(chance.choices(CROCKFORD, k=7))
        sign = check_character(body + drawn)
        if sign in CROCKFORD:
            return body + drawn + sign


def test_twenty_thousand_guesses_at_a_certificate_that_there_is_find_nothing():
    """Seven random signs are 35 bits: with the limit of 300 misses in ten minutes one hit takes some two thousand years."""
    certificate, chance = a_certificate(), random.Random(28)
    keys = {numbers.key_of(guess(certificate, chance)) for _ in range(20_000)}
    assert not Certificate.objects.filter(key__in=keys).exists()
    years = len(CROCKFORD) ** 7 / throttle.MISSES * throttle.WINDOW / (365 * 24 * 3600)
    assert years > 2000


def test_hit_revoked_and_miss_do_the_same_work(client):
    """One SELECT of the same shape each, and no other query."""
    made = issue_results(*results_of(session_with_results(2)))
    revocations.revoke(made[0], by=made[0].issued_by, at=timezone.now(), reason="other", explanation="x")
    shapes = []
    for number in (made[0].number, made[1].number, guess(made[1], random.Random(1))):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("verify-number", args=[number]))
        shapes.append([query["sql"].partition(" WHERE ")[0] for query in asked])
    assert len(shapes[0]) == 1
    assert shapes[0] == shapes[1] == shapes[2]
