"""The truths of certificates: none is broken by the real actions, and each notices what would break it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from hcec.core import pdf
from hcec.core.models import Job
from tests.factories.verification import (
    a_certificate,
    director_of,
    issue_results,
    results_of,
    session_with_results,
)
from verification import numbers, storage
from verification.actions import papers, revocations
from verification.integrity import INVARIANTS
from verification.models import Certificate, CertificateFile
from verification.words import Mark, Pair, Words, plain_number

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not pdf.available(), reason="Pango is missing")


def broken() -> list[str]:
    return [truth.name for truth in INVARIANTS if truth.broken()]


def behind_the_triggers(statement: str, *values: object) -> None:
    """What only the owner of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_what_the_actions_write_breaks_no_truth():
    first, *_ = issue_results(*results_of(session_with_results(3)))
    revocations.revoke(first, by=first.issued_by, at=timezone.now(), reason="other", explanation="x")
    assert broken() == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM verification_certificate WHERE seq = 2",
        "UPDATE verification_certificate SET seq = 9 WHERE seq = 3",
        "UPDATE verification_series SET last = last + 1",
        "UPDATE verification_certificate SET number = replace(number, '-000002-', '-000004-') WHERE seq = 2",
        "UPDATE verification_certificate SET issued_at = issued_at - interval '2 years' WHERE seq = 1",
        "UPDATE verification_certificate SET holder_id = prepared_by_id WHERE seq = 1",
        "UPDATE verification_certificate SET prepared_by_id = holder_id WHERE seq = 1",
        "UPDATE testing_result SET status = 'entered', released_at = NULL, released_by_id = NULL",
        "DELETE FROM core_job WHERE kind = 'certificate.render'",
        (
            "INSERT INTO verification_revocation (certificate_id, reason, explanation, office, revoked_by_id, revoked_at)"
            " SELECT id, 'other', 'x', '{}', holder_id, issued_at FROM verification_certificate WHERE seq = 1"
        ),
    ],
)
def test_every_tampering_is_noticed(statement):
    issue_results(*results_of(session_with_results(3)))
    behind_the_triggers(statement)
    assert broken() != []


def test_a_slip_in_any_one_sign_of_a_number_is_noticed():
    number = numbers.draw("HCEC-10-01", 2570, 123)
    key = numbers.key_of(number)
    assert not numbers.is_slip(key)
    for place, sign in enumerate(key):
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
            if other != sign:
                assert numbers.is_slip(key[:place] + other + key[place + 1 :])


def test_numbers_of_one_place_in_line_differ_and_never_hold_a_sign_that_can_be_misread():
    drawn = {numbers.draw("HCEC-10-01", 2570, 1) for _ in range(2000)}
    assert len(drawn) == 2000
    assert not set("ILOU") & set("".join(number[-8:] for number in drawn))


def test_words_come_back_from_their_facts_as_they_went_in():
    words = a_certificate().words
    words = Words.from_facts(
        words.as_facts()
        | {"parts": [{"name": {"th": "ก", "en": "A"}, "score": "1", "level": {"th": "", "en": ""}}]}
    )
    assert Words.from_facts(words.as_facts()) == words
    assert words.parts == (Mark(Pair("ก", "A"), "1"),)


def test_facts_of_an_unknown_version_are_an_error():
    facts = a_certificate().words.as_facts() | {"v": 2}
    with pytest.raises(ValueError, match="version"):
        Words.from_facts(facts)


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), ("18.50", "18.5"), ("18.00", "18"), ("100", "100"), ("0.00", "0")]
)
def test_scores_are_written_as_people_write_them(value, text):
    from decimal import Decimal

    assert plain_number(value and Decimal(value)) == text


@needs_pango
def test_lost_files_are_found_and_made_again_byte_for_byte(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    certificate = a_certificate()
    file = papers.make(certificate, at=timezone.now())
    file.whole_path.unlink()
    with pytest.raises(CommandError):
        call_command("check_certificate_files", stdout=StringIO(), stderr=StringIO())
    call_command("check_certificate_files", mend=True, stdout=StringIO())
    assert storage.read(CertificateFile.objects.get().sha256)


def test_a_given_up_job_is_ordered_again(settings, tmp_path):
    certificate = a_certificate()
    Job.objects.filter(kind="certificate.render").update(status="dead")
    call_command("check_certificate_files", mend=True, stdout=StringIO())
    again = Job.objects.get(kind="certificate.render", status="due")
    assert again.payload == {"certificate": Certificate.objects.get(pk=certificate.pk).pk}


def test_every_center_has_its_own_director_sign():
    here, there = session_with_results(1), session_with_results(1)
    directors = [director_of(here.center), director_of(there.center)]
    signed = [
        issue_results(*results_of(s), by=d)[0].words.signatory.th
        for s, d in zip((here, there), directors, strict=True)
    ]
    assert signed == [director.name_th for director in directors]
