"""A new certificate for an old one: corrected, in a new name, after revocation; and reminders before validity ends."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.accounts.models import Notice
from hcec.core import refusals
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import a_certificate, completion_of, director_of
from verification.actions import expiries, issuing, reissues, revocations
from verification.integrity import INVARIANTS
from verification.models import Certificate, Kind, NameChange
from verification.refusals import Refusal
from verification.sources import ready

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def NOW():
    return timezone.now()


def again(certificate: Certificate, by=None) -> Certificate:
    return reissues.reissue(certificate, by=by or certificate.issued_by, at=NOW(), explanation="พิมพ์ผิด")


def renamed(certificate: Certificate, last_name: str = "ชื่อใหม่") -> None:
    certificate.holder.last_name_th = last_name
    certificate.holder.save()


def asked(certificate: Certificate) -> NameChange:
    paper = SimpleUploadedFile("proof.pdf", b"%PDF-1.7 proof")
    return reissues.ask(certificate, by=certificate.holder, at=NOW(), explanation="สมรส", document=paper)


def broken() -> list:
    return [row for truth in INVARIANTS if "file" not in truth.name for row in truth.broken()]


def test_the_new_one_has_the_name_of_today_and_the_old_one_leads_to_it(client):
    old = a_certificate()
    renamed(old)
    new = again(old)
    assert (new.edition, new.replaces, new.seq) == (2, old, old.seq + 1)
    assert new.words.holder.th.endswith("ชื่อใหม่") and not old.words.holder.th.endswith("ชื่อใหม่")
    page = client.get(old.path)
    assert page.status_code == 200 and new.path in page.content.decode()
    told = client.get(old.path, headers={"Accept": "application/json"}).json()
    assert (told["answer"], told["replaced_by"], told["reason"]["code"]) == (
        "replaced",
        new.address,
        "replaced",
    )
    assert client.get(new.path, headers={"Accept": "application/json"}).json()["answer"] == "valid"
    assert broken() == []


def test_one_select_answers_for_a_replaced_one_too(client, django_assert_num_queries):
    old = a_certificate()
    again(old)
    with django_assert_num_queries(1):
        client.get(old.path)


def test_of_a_chain_each_one_leads_to_the_next_and_only_the_last_counts():
    first = a_certificate()
    second = again(first)
    third = again(second)
    states = [Certificate.objects.get(pk=each.pk).state for each in (first, second, third)]
    assert states == ["replaced", "replaced", "valid"]
    with pytest.raises(Refusal, match="มีฉบับใหม่แทนแล้ว"):
        again(first)


def test_a_revoked_one_gets_its_new_one_only_by_order():
    old = a_certificate()
    revocations.revoke(old, by=old.issued_by, at=NOW(), reason="wrong_facts", explanation="ชื่อผิด")
    assert not ready(Kind.TEST_RESULT).exists()
    assert again(old).replaces == old
    assert Certificate.objects.get(pk=old.pk).state == "revoked"


def test_a_completion_can_be_issued_again_too():
    completion = completion_of()
    officer = person_with(Position.OBEC_OFFICER)
    director_of(completion.enrolment.round.center)
    [old] = issuing.issue(Kind.COMPLETION, [completion.pk], by=officer, at=NOW())
    assert again(old).completion == completion


def test_nobody_issues_a_new_one_to_themself_and_nothing_is_revoked_then():
    center = CenterFactory()
    director = director_of(center)
    old = a_certificate(holder=director, center=center, by=person_with(Position.OBEC_OFFICER))
    with pytest.raises(Refusal):
        again(old, by=director)
    assert Certificate.objects.get().state == "valid"


def test_the_database_takes_no_second_one_while_the_first_counts():
    old = a_certificate()
    fields = {
        f.attname: getattr(old, f.attname) for f in Certificate._meta.concrete_fields if not f.generated
    }
    for change in ({"edition": 2, "replaces_id": old.pk}, {"edition": 1}):
        twin = Certificate(
            **fields | {"id": None, "seq": 9, "number": "HCEC-1-2570-000009-00000000"} | change
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)


def test_the_holder_asks_and_another_decides():
    certificate = a_certificate()
    renamed(certificate)
    change = asked(certificate)
    with pytest.raises(Refusal, match="รออยู่แล้ว"):
        asked(certificate)
    new = reissues.grant(change, by=certificate.issued_by, at=NOW())
    change.refresh_from_db()
    assert (change.status, change.decided_by, new.replaces) == ("granted", certificate.issued_by, certificate)
    with pytest.raises(refusals.Refusal):
        reissues.decline(change, by=certificate.issued_by, at=NOW(), answer="x")


def test_nobody_decides_on_their_own_request():
    center = CenterFactory()
    director = director_of(center)
    certificate = a_certificate(holder=director, center=center, by=person_with(Position.OBEC_OFFICER))
    renamed(certificate)
    with pytest.raises(Refusal, match="คำขอของตนเอง"):
        reissues.grant(asked(certificate), by=director, at=NOW())


def test_without_a_new_name_in_the_profile_there_is_nothing_to_ask():
    with pytest.raises(Refusal, match="ข้อมูลส่วนตัว"):
        asked(a_certificate())


def test_what_is_declined_is_answered_and_told():
    certificate = a_certificate()
    renamed(certificate)
    change = asked(certificate)
    with pytest.raises(Refusal):
        reissues.decline(change, by=certificate.issued_by, at=NOW(), answer=" ")
    reissues.decline(change, by=certificate.issued_by, at=NOW(), answer="หลักฐานไม่ชัด")
    assert "หลักฐานไม่ชัด" in Notice.objects.get(key=f"name-change:{change.pk}:declined").body
    assert Certificate.objects.get().state == "valid"


def test_the_pages_ask_show_and_grant(client):
    certificate = a_certificate()
    renamed(certificate)
    client.force_login(certificate.holder)
    path = reverse("my-certificate-change", args=[certificate.number])
    assert path in client.get(reverse("my-certificates")).content.decode()
    client.post(path, {"explanation": "สมรส", "document": SimpleUploadedFile("proof.pdf", b"%PDF-1.7 proof")})
    change = NameChange.objects.get()
    client.force_login(certificate.issued_by)
    assert (
        certificate.holder.name_th
        in client.get(reverse("certificate-change", args=[change.pk])).content.decode()
    )
    document = client.get(reverse("certificate-change-document", args=[change.pk]))
    assert b"".join(document.streaming_content) == b"%PDF-1.7 proof"
    client.post(reverse("certificate-change-grant", args=[change.pk]))
    assert Certificate.objects.filter(replaces=certificate).exists()


def test_the_page_of_an_officer_issues_a_new_one(client):
    certificate = a_certificate()
    client.force_login(certificate.issued_by)
    path = reverse("issued-certificate-reissue", args=[certificate.number])
    assert client.get(path).status_code == 200
    assert client.post(path, {"explanation": ""}).context["form"].errors
    client.post(path, {"explanation": "พิมพ์ผิด"})
    new = Certificate.objects.get(replaces=certificate)
    assert certificate.number in client.get(reverse("issued-certificate", args=[new.number])).content.decode()


@pytest.mark.parametrize("days", expiries.STEPS)
def test_holders_are_reminded_once_at_each_step(days):
    certificate = a_certificate()
    until = certificate.words.valid_until
    at = NOW() + (until - timezone.localdate()) - timedelta(days=days)
    expiries.remind(at=at)
    expiries.remind(at=at + timedelta(days=1))  # a day later, and twice: still once
    [notice] = Notice.objects.filter(key__startswith=f"certificate:{certificate.pk}:expires-")
    assert notice.key.endswith(f"-{days}") and notice.person == certificate.holder


def test_nobody_is_reminded_of_a_revoked_one_or_far_from_the_end():
    certificate = a_certificate()
    at = NOW() + (certificate.words.valid_until - timezone.localdate())
    assert expiries.remind(at=at - timedelta(days=181)) == 0
    revocations.revoke(certificate, by=certificate.issued_by, at=NOW(), reason="other", explanation="x")
    assert expiries.remind(at=at - timedelta(days=90)) == 0


def test_reminders_look_up_the_day_by_an_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM verification_certificate WHERE facts ->> 'valid_until' <= '2027-01-01'"
        )
        assert "certificates_by_validity" in " ".join(row[0] for row in cursor.fetchall())


def test_after_its_day_the_answer_is_expired_and_still_shows_every_word(client, monkeypatch):
    certificate = a_certificate()
    past = certificate.words.valid_until + timedelta(days=1)
    monkeypatch.setattr("verification.models.certificates.timezone.localdate", lambda *given: past)
    told = client.get(certificate.path, headers={"Accept": "application/json"}).json()
    assert (told["answer"], told["certificate"]["number"]) == ("expired", certificate.number)
