"""Taking a certificate back: for ever, in public, by another than its holder."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.accounts.models import Notice
from hcec.core.models import AuditEntry
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import a_certificate, a_file, director_of, prepared_run
from verification.actions import revocations
from verification.models import Reason, Revocation
from verification.refusals import Refusal

pytestmark = pytest.mark.django_db


def revoke(certificate, by, **given):
    about = {"reason": Reason.WRONG_FACTS, "explanation": "ชื่อไม่ถูกต้อง"} | given
    return revocations.revoke(certificate, by=by, at=timezone.now(), **about)


def test_the_director_takes_a_certificate_back_and_the_holder_is_told():
    certificate = a_certificate()
    revocation = revoke(certificate, certificate.issued_by)
    assert revocation.office_name.th.startswith("คณะกรรมการศูนย์")
    notice = Notice.objects.get(key=f"certificate:{certificate.pk}:revoked")
    assert notice.person == certificate.holder
    assert "ชื่อไม่ถูกต้อง" in notice.body
    assert AuditEntry.objects.filter(verb="certificate.revoke", subject_id=str(certificate.pk)).exists()


def test_nobody_revokes_their_own():
    center = CenterFactory()
    director = director_of(center)
    certificate = a_certificate(holder=director, center=center, by=person_with(Position.OBEC_OFFICER))
    with pytest.raises(Refusal):
        revoke(certificate, director)
    with pytest.raises(DatabaseError, match="nobody revokes"), transaction.atomic():
        Revocation.objects.create(
            certificate=certificate,
            reason="other",
            explanation="x",
            office={},
            revoked_by=director,
            revoked_at=timezone.now(),
        )


def test_revoked_twice_is_refused_by_a_sentence_and_by_the_database():
    certificate = a_certificate()
    first = revoke(certificate, certificate.issued_by)
    with pytest.raises(Refusal, match="ถูกเพิกถอนแล้ว"):
        revoke(certificate, certificate.issued_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revocation.objects.create(
            certificate=certificate,
            reason="other",
            explanation="x",
            office={},
            revoked_by=first.revoked_by,
            revoked_at=timezone.now(),
        )


@pytest.mark.parametrize("given", [{"reason": "whim"}, {"explanation": "  "}])
def test_a_reason_needs_its_class_and_its_words(given):
    certificate = a_certificate()
    with pytest.raises(Refusal):
        revoke(certificate, certificate.issued_by, **given)


def test_a_director_of_another_center_holds_no_seat_for_it():
    with pytest.raises(Refusal):
        revoke(a_certificate(), director_of(CenterFactory()))


def test_the_page_keeps_what_was_typed_when_something_is_missing(client):
    certificate = a_certificate()
    client.force_login(certificate.issued_by)
    answer = client.post(
        reverse("issued-certificate-revoke", args=[certificate.number]), {"explanation": "ยังไม่ได้เลือกเหตุผล"}
    )
    assert "ยังไม่ได้เลือกเหตุผล" in answer.content.decode()
    assert not Revocation.objects.exists()


def test_the_page_revokes(client):
    certificate = a_certificate()
    client.force_login(certificate.issued_by)
    client.post(
        reverse("issued-certificate-revoke", args=[certificate.number]),
        {"reason": "misconduct", "explanation": "พบการทุจริตในการสอบ"},
    )
    assert Revocation.objects.get(certificate=certificate).reason == "misconduct"


ATTEMPTS = {
    "change the words": "UPDATE verification_certificate SET facts = '{}' WHERE id = %s",
    "change the holder": "UPDATE verification_certificate SET holder_id = issued_by_id WHERE id = %s",
    "change the number": "UPDATE verification_certificate SET number = 'HCEC-1-2570-000009-00000000' WHERE id = %s",
    "delete a certificate": "DELETE FROM verification_certificate WHERE id = %s",
    "empty the table": "TRUNCATE verification_certificate CASCADE",
    "undo a revocation": "DELETE FROM verification_revocation WHERE certificate_id = %s",
    "soften a revocation": "UPDATE verification_revocation SET reason = 'other' WHERE certificate_id = %s",
    "exchange the file": "UPDATE verification_certificatefile SET sha256 = repeat('0', 64) WHERE certificate_id = %s",
    "drop the file": "DELETE FROM verification_certificatefile WHERE certificate_id = %s",
    "move a run": "UPDATE verification_issuerun SET total = total + 1 WHERE %s > 0",
    "an unknown reason": "INSERT INTO verification_revocation (certificate_id, reason, explanation, office, revoked_by_id, revoked_at)"
    " SELECT id, 'whim', 'x', '{}', issued_by_id, now() FROM verification_certificate WHERE id <> %s",
    "a second certificate of one result": "INSERT INTO verification_certificate (series_id, seq, number, kind, result_id, holder_id, facts,"
    " issued_at, issued_by_id) SELECT series_id, 99, 'HCEC-1-2570-000099-00000000', kind, result_id, holder_id, facts, issued_at,"
    " issued_by_id FROM verification_certificate WHERE id = %s",
    "two sources at once": "INSERT INTO verification_certificate (series_id, seq, number, kind, result_id, completion_id, holder_id, facts,"
    " issued_at, issued_by_id) SELECT series_id, 98, 'HCEC-1-2570-000098-00000000', 'completion', result_id, 1, holder_id, facts,"
    " issued_at, issued_by_id FROM verification_certificate WHERE id = %s",
    "no source": "INSERT INTO verification_certificate (series_id, seq, number, kind, holder_id, facts, issued_at, issued_by_id)"
    " SELECT series_id, 97, 'HCEC-1-2570-000097-00000000', kind, holder_id, facts, issued_at, issued_by_id"
    " FROM verification_certificate WHERE id = %s",
    "the same number of a series": "INSERT INTO verification_certificate (series_id, seq, number, kind, holder_id, facts, issued_at,"
    " issued_by_id, result_id) SELECT series_id, seq, 'HCEC-1-2570-000096-00000000', kind, holder_id, facts, issued_at, issued_by_id,"
    " (SELECT id FROM testing_result WHERE id <> result_id LIMIT 1) FROM verification_certificate WHERE id = %s",
    "a number without form": "INSERT INTO verification_certificate (series_id, seq, number, kind, holder_id, facts, issued_at,"
    " issued_by_id, result_id) SELECT series_id, 95, 'X', kind, holder_id, facts, issued_at, issued_by_id,"
    " (SELECT id FROM testing_result WHERE id <> result_id LIMIT 1) FROM verification_certificate WHERE id = %s",
}


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_database_itself_refuses(what):
    from tests.factories.testing import ResultFactory
    from verification.actions import papers

    certificate = a_certificate()
    spare = ResultFactory()
    revoke(certificate, certificate.issued_by)
    papers.record([a_file(certificate, sha256="1" * 64)])
    prepared_run(key="k", results=[spare.pk])
    a_certificate(by=person_with(Position.OBEC_OFFICER), holder=PersonFactory())
    statement = ATTEMPTS[what]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [certificate.pk] if "%s" in statement else [])
        assert cursor.rowcount != 0, "the attempt reached no row, so it proves nothing"
