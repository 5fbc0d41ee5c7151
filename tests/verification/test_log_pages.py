"""The log as others read it: C2SP paths, proofs as JSON, the page for people, and the lines of witnesses."""

from base64 import b64decode
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.verification import a_certificate, issue_results, results_of, session_with_results
from tests.verification.test_log import filler
from verification import numbers
from verification.actions import log, revocations, witnesses
from verification.merkle.formats import parse_proof
from verification.merkle.hashing import leaf_hash, root_of
from verification.merkle.notes import WITNESS, Checkpoint, Key, Signer, parse_note
from verification.merkle.proofs import is_consistent, is_included
from verification.merkle.tree import Tree
from verification.models import Cosignature, LogCheckpoint, LogKey
from verification.refusals import Refusal

pytestmark = pytest.mark.django_db
NOW = timezone.now
WHO = Signer("witness.example/sakon-nakhon", bytes(range(32)), WITNESS)


def registered(signer: Signer = WHO):
    return witnesses.register(
        vkey=str(signer.key), name_th="สำนักงานศึกษาธิการจังหวัด", name_en="Provincial Education Office", at=NOW()
    )


def seconds(shift: timedelta = timedelta()) -> int:
    return int((NOW() + shift).timestamp())


def cosigned(text: str, signer: Signer = WHO, time: int | None = None) -> str:
    return f"{text}\n{signer.sign(text, seconds() if time is None else time)}\n"


def hand_in(client, note: str):
    return client.post(reverse("log-cosignatures"), note, content_type="text/plain")


def last_text() -> str:
    return parse_note(LogCheckpoint.objects.latest("size").note)[0]


def test_an_auditor_reads_the_whole_log_by_tiles_and_computes_what_was_signed(client):
    filler(0, 700)
    log.sign(at=NOW())
    answer = client.get("/log/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=5"
    told = Checkpoint.parse(parse_note(answer.content.decode())[0])
    leaves: list[bytes] = []
    for place in ("000", "001", "002.p/188"):
        answer = client.get(f"/log/tile/entries/{place}")
        content = answer.content
        while content:
            length = int.from_bytes(content[:2], "big")
            leaves.append(leaf_hash(content[2 : 2 + length]))
            content = content[2 + length :]
    assert root_of(leaves) == told.root

    def read(level: int, first: int, count: int) -> list[bytes]:
        part = f".p/{count}" if count < 256 else ""
        answer = client.get(f"/log/tile/{level}/{first // 256:03}{part}")
        assert answer["Content-Type"] == "application/octet-stream"
        assert "immutable" in answer["Cache-Control"]
        return [answer.content[at : at + 32] for at in range(0, len(answer.content), 32)]

    tree = Tree(700, read)
    assert tree.root() == told.root
    assert tree.inclusion(650) == [b64decode(h) for h in client.get("/log/inclusion/650").json()["path"]]


@pytest.mark.parametrize(
    "path",
    ["tile/0/001", "tile/0/000.p/4", "tile/0/000.p/0", "tile/0/0", "tile/1/000.p/1", "tile/64/000", "tile/0/x000/000",
     "tile/entries/001", "tile/entries/000.p/4", "inclusion/3", "consistency", "consistency?old=0", "consistency?old=4",
     "consistency?old=1&new=4", "consistency?old=x", "inclusion/0?size=9999999999999999999", "offline/settings.py"],
)  # fmt: skip
def test_what_is_not_signed_for_is_not_there(client, path):
    issue_results(*results_of(session_with_results(3)))
    assert client.get(f"/log/{path}").status_code == 404


def test_entries_after_the_last_checkpoint_wait_for_the_next(client):
    issue_results(*results_of(session_with_results(2)))
    filler(2, 3)
    assert client.get("/log/tile/0/000.p/2").status_code == 200
    assert client.get("/log/tile/0/000.p/5").status_code == 404
    log.sign(at=NOW())
    assert client.get("/log/tile/0/000.p/5").status_code == 200


def test_proofs_as_json_hold(client):
    issue_results(*results_of(session_with_results(3)))
    first = LogCheckpoint.objects.get()
    issue_results(*results_of(session_with_results(4)))
    last = LogCheckpoint.objects.latest("size")
    told = client.get("/log/consistency?old=3&new=7").json()
    path = [b64decode(hash) for hash in told["path"]]
    assert is_consistent(3, 7, path, bytes(first.root), bytes(last.root))
    told = client.get("/log/inclusion/1?size=3").json()
    assert b64decode(told["root"]) == bytes(first.root)


def test_before_the_first_certificate_there_is_no_checkpoint(client):
    assert client.get("/log/checkpoint").status_code == 404
    assert "ยังไม่มี" in client.get("/log/").content.decode()


def test_the_page_shows_keys_checkpoints_and_witnesses(client, django_assert_max_num_queries):
    a_certificate()
    registered()
    hand_in(client, cosigned(last_text()))
    with django_assert_max_num_queries(12):
        text = client.get("/log/").content.decode()
    for word in (
        LogKey.objects.get().vkey,
        str(WHO.key),
        LogCheckpoint.objects.get().root_text,
        "สำนักงานศึกษาธิการจังหวัด",
    ):
        assert word in text
    assert client.get("/log/keys").content.decode().split() == [LogKey.objects.get().vkey, str(WHO.key)]


def test_the_page_of_a_certificate_says_where_it_is_in_the_log(client):
    a_certificate()
    certificate = a_certificate()
    page = client.get(reverse("verify-number", args=[certificate.number])).content.decode()
    assert "ลำดับที่ 1" in page
    revocations.revoke(certificate, by=certificate.issued_by, at=NOW(), reason="other", explanation="x")
    page = client.get(reverse("verify-number", args=[certificate.number])).content.decode()
    assert "ลำดับที่ 1" in page


def test_the_proof_to_keep_carries_the_witness(client):
    certificate = a_certificate()
    registered()
    hand_in(client, cosigned(last_text()))
    answer = client.get(reverse("verify-proof", args=[certificate.number]))
    assert answer["Cache-Control"] == "no-store"
    proof = parse_proof(answer.content.decode())
    text, [by_log, by_witness] = parse_note(proof.checkpoint)
    assert Key.parse(LogKey.objects.get().vkey).signed(text, by_log) == 0
    assert WHO.key.signed(text, by_witness)
    told = Checkpoint.parse(text)
    [leaf] = [leaf_hash(client.get("/log/tile/entries/000.p/1").content[2:])]
    assert is_included(leaf, proof.index, told.size, proof.path, told.root)


def test_the_proof_of_a_number_never_issued_is_not_there_and_counts_as_a_guess(client, monkeypatch):
    from verification import throttle

    monkeypatch.setattr(throttle, "MISSES", 1)
    assert client.get(reverse("verify-proof", args=[numbers.draw("HCEC-1", 2570, 1)])).status_code == 404
    assert client.get(reverse("verify-proof", args=[numbers.draw("HCEC-1", 2570, 2)])).status_code == 429


def test_a_witnesss_line_is_kept_once_and_served_with_the_checkpoint(client):
    a_certificate()
    registered()
    note = cosigned(last_text())
    assert hand_in(client, note).status_code == hand_in(client, note).status_code == 200
    assert Cosignature.objects.count() == 1
    assert client.get("/log/checkpoint").content.decode().endswith(note.rpartition("\n\n")[2])


STRANGER = Signer("witness.example/else", bytes(32), WITNESS)


@pytest.mark.parametrize(
    ("note", "status"),
    [
        (lambda text: cosigned(text, STRANGER), 403),
        (lambda text: cosigned(text, Signer(WHO.key.name, bytes(32), WITNESS)), 403),
        (lambda text: cosigned(text, time=seconds(timedelta(hours=1))), 403),
        (lambda text: LogCheckpoint.objects.get().note, 403),
        (lambda text: cosigned(text.replace("\n1\n", "\n2\n")), 400),
        (lambda text: cosigned(text.replace("demo", "other")), 400),
        (lambda text: "garbage", 400),
        (lambda text: b"\xff\xfe", 400),
    ],
)
def test_other_lines_are_refused(client, note, status):
    a_certificate()
    registered()
    assert hand_in(client, note(last_text())).status_code == status
    assert not Cosignature.objects.exists()


def test_a_witness_that_has_ended_signs_no_more_but_its_lines_stay(client):
    a_certificate()
    witness = registered()
    hand_in(client, cosigned(last_text()))
    witnesses.end(witness, at=NOW())
    a_certificate()
    assert hand_in(client, cosigned(last_text())).status_code == 403
    assert Cosignature.objects.count() == 1
    with pytest.raises(Refusal):
        witnesses.end(witness, at=NOW())


@pytest.mark.parametrize("vkey", ["", "x", str(Signer("log.example", bytes(32)).key)])
def test_only_a_witnesss_key_is_registered(vkey):
    with pytest.raises(Refusal):
        witnesses.register(vkey=vkey, name_th="ก", name_en="A", at=NOW())


def test_a_key_is_registered_once():
    registered()
    with pytest.raises(Refusal):
        registered()


def test_the_checkers_come_with_the_keys_of_today(client):
    a_certificate()
    for name in ("check_certificate.py", "check_certificate.html"):
        answer = client.get(reverse("log-keepsake", args=[name]))
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        assert LogKey.objects.get().vkey in answer.content.decode()
