"""The public log: written with what it tells of, without names, never rewritten, signed only while it is consistent."""

import json
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from tests.factories.accounts import PersonFactory
from tests.factories.marks import a_correction
from tests.factories.verification import (
    a_certificate,
    director_of,
    issue_results,
    results_of,
    session_with_results,
)
from tests.verification.test_truths import behind_the_triggers, broken
from verification import entries
from verification.actions import issuing, log, revocations
from verification.merkle.hashing import leaf_hash, root_of
from verification.merkle.notes import Checkpoint, Key, parse_note
from verification.merkle.proofs import is_consistent, is_included
from verification.models import Certificate, Kind, LogCheckpoint, LogEntry, LogKey, LogNode, Salt
from verification.queries import log as queries
from verification.refusals import Refusal

pytestmark = pytest.mark.django_db
NOW = timezone.now


def told(entry: LogEntry) -> dict:
    return json.loads(bytes(entry.body))


def filler(first: int, count: int) -> None:
    """Entries of made-up certificates, behind what is there."""
    LogEntry.objects.bulk_create(
        LogEntry(index=at, body=entries.entry("issue", f"HCEC-99-01-2570-{at:06}-00000000", f"{at:064x}", NOW()))
        for at in range(first, first + count)
    )  # fmt: skip


def test_a_certificate_is_logged_with_a_commitment_that_its_salt_opens():
    certificate = a_certificate()
    entry = told(LogEntry.objects.get())
    assert entry.keys() == {"v", "kind", "number", "commit", "at"}
    assert (entry["kind"], entry["at"]) == ("issue", entries.instant(certificate.issued_at))
    record = {"number": certificate.number, "issued_at": entry["at"], "facts": certificate.facts}
    spelt = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert entry["commit"] == sha256(bytes(certificate.salt.value) + spelt).hexdigest()


def test_nothing_in_the_log_leads_to_a_person(client):
    holder = PersonFactory(first_name_th="น้ำเพชร", last_name_th="ป้ำกำปั่น")
    certificate = a_certificate(holder=holder)
    body = bytes(LogEntry.objects.get().body).decode()
    assert body.isascii()
    assert certificate.number not in body
    assert told(LogEntry.objects.get())["number"] == certificate.number[:-9]
    assert client.get(f"/verify/{certificate.number[:-9]}").status_code == 404


def test_a_revocation_is_logged_under_the_salt_of_its_certificate():
    certificate = a_certificate()
    revocation = revocations.revoke(
        certificate, by=certificate.issued_by, at=NOW(), reason="other", explanation="ลับ"
    )
    entry = told(LogEntry.objects.get(kind="revoke"))
    record = entries.revoked_record(certificate.number, revocation.revoked_at, "other", revocation.office)
    assert entry["commit"] == entries.commitment(certificate.salt.value, record)
    assert "ลับ" not in json.dumps(record, ensure_ascii=False)


def test_what_follows_a_revoked_certificate_is_logged_as_a_correction_of_it():
    from testing.actions import corrections

    first = a_certificate()
    correction = a_correction(first.result)
    corrections.approve(correction, by=PersonFactory(), at=NOW())
    revocations.revoke(first, by=first.issued_by, at=NOW(), reason="wrong_facts", explanation="x")
    [second] = issuing.issue(Kind.TEST_RESULT, [first.result_id], by=first.issued_by, at=NOW())
    entry = told(queries.entry_of(second))
    assert (entry["kind"], entry["previous"]) == ("correct", first.number[:-9])


def test_entries_count_from_zero_without_gap_and_a_batch_is_one_statement():
    issue_results(*results_of(session_with_results(3)))
    issue_results(*results_of(session_with_results(2)))
    assert list(LogEntry.objects.order_by("index").values_list("index", flat=True)) == [0, 1, 2, 3, 4]


def test_without_a_commit_nothing_is_logged():
    session = session_with_results(1)
    director = director_of(session.center)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        issuing.issue(Kind.TEST_RESULT, [row.pk for row in results_of(session)], by=director, at=NOW())
        raise ZeroDivisionError
    assert not LogEntry.objects.exists()
    assert not Salt.objects.exists()


def test_the_database_takes_no_certificate_that_is_not_in_the_log(monkeypatch):
    session = session_with_results(1)
    director = director_of(session.center)
    monkeypatch.setattr(log, "issued", lambda certificates: None)
    with pytest.raises(IntegrityError, match="a_certificate_is_in_the_log"), transaction.atomic():
        issuing.issue(Kind.TEST_RESULT, [row.pk for row in results_of(session)], by=director, at=NOW())
        connection.check_constraints()
    assert not Certificate.objects.exists()


def test_the_database_takes_no_revocation_that_is_not_in_the_log(monkeypatch):
    certificate = a_certificate()
    monkeypatch.setattr(log, "revoked", lambda revocation: None)
    with pytest.raises(IntegrityError, match="a_revocation_is_in_the_log"), transaction.atomic():
        revocations.revoke(certificate, by=certificate.issued_by, at=NOW(), reason="other", explanation="x")
        connection.check_constraints()


BODY = (
    b'{"at":"2027-01-01T00:00:00Z","commit":"'
    + b"0" * 64
    + b'","kind":"issue","number":"HCEC-1-2570-000009","v":1}'
)
AGAIN = (
    "INSERT INTO verification_logcheckpoint (size, root, note, key_id, at)"
    " SELECT {}, {}, note, key_id, at FROM verification_logcheckpoint LIMIT 1"
)
ATTEMPTS = {
    "an entry with a gap before it": ("INSERT INTO verification_logentry (index, body) VALUES (7, %s)", [BODY]),
    "an entry before the first": ("INSERT INTO verification_logentry (index, body) VALUES (-1, %s)", [BODY]),
    "an entry with a name": (
        "INSERT INTO verification_logentry (index, body) VALUES (2, %s)",
        [BODY.replace(b'"v"', b'"name":"Somjai","v"')],
    ),
    "a leaf of one's own": ("UPDATE verification_logentry SET leaf = '\\x00'", []),
    "other bytes": ("UPDATE verification_logentry SET body = %s WHERE index = 0", [BODY]),
    "fewer entries": ("DELETE FROM verification_logentry WHERE index = 1", []),
    "no entries": ("TRUNCATE verification_logentry", []),
    "a second entry of one certificate": (
        "INSERT INTO verification_logentry (index, body) SELECT 2, body FROM verification_logentry WHERE index = 0", []
    ),
    "another salt": ("UPDATE verification_salt SET value = sha256('x')", []),
    "a short salt": ("INSERT INTO verification_salt (certificate_id, value) VALUES (0, 'short')", []),
    "another root": ("UPDATE verification_logcheckpoint SET root = sha256('x')", []),
    "no checkpoint": ("DELETE FROM verification_logcheckpoint", []),
    "a checkpoint of an older log": (AGAIN.format("1", "verification_log_root(1)"), []),
    "a checkpoint of more than there is": (AGAIN.format("9", "root"), []),
    "a hash over a tile that is not full": (
        "INSERT INTO verification_lognode (level, position, hash) VALUES (1, 0, sha256('x'))", []
    ),
    "another key": ("UPDATE verification_logkey SET since = now()", []),
}  # fmt: skip


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_database_itself_refuses(what):
    issue_results(*results_of(session_with_results(2)))
    statement, values = ATTEMPTS[what]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount != 0, "the attempt reached no row, so it proves nothing"


def test_the_checkpoint_is_signed_by_the_key_that_is_listed(settings):
    issue_results(*results_of(session_with_results(3)))
    checkpoint = LogCheckpoint.objects.get()
    text, [line] = parse_note(checkpoint.note)
    leaves = [bytes(leaf) for leaf in LogEntry.objects.order_by("index").values_list("leaf", flat=True)]
    assert Checkpoint.parse(text) == Checkpoint(settings.LOG_ORIGIN, 3, root_of(leaves))
    assert Key.parse(LogKey.objects.get().vkey).signed(text, line) == 0


def test_nothing_is_signed_twice_and_an_empty_log_not_at_all():
    assert log.sign(at=NOW()) is None
    a_certificate()
    assert log.sign(at=NOW()) == log.sign(at=NOW()) == LogCheckpoint.objects.get()


def test_a_new_key_signs_on_and_the_old_one_stays_listed(settings):
    a_certificate()
    settings.HCEC_LOG_KEY = "b25seS1mb3ItdGhpcy1tYWNoaW5lLWtleS0zMmJ5dGU="
    a_certificate()
    assert LogKey.objects.count() == 2
    assert {c.key_id for c in LogCheckpoint.objects.all()} == set(LogKey.objects.values_list("pk", flat=True))


def test_full_tiles_are_computed_once_and_proofs_hold_across_them():
    a_certificate()
    filler(1, 600)
    log.sign(at=NOW())
    assert LogNode.objects.count() == 2
    filler(601, 200)
    checkpoint = log.sign(at=NOW())
    assert LogNode.objects.count() == 3
    leaves = [bytes(leaf) for leaf in LogEntry.objects.order_by("index").values_list("leaf", flat=True)]
    tree = queries.tree(801)
    assert tree.root() == root_of(leaves) == bytes(checkpoint.root)
    assert is_included(leaves[300], 300, 801, tree.inclusion(300), tree.root())
    assert is_consistent(601, 801, tree.consistency(601), root_of(leaves[:601]), tree.root())
    assert broken() == [
        "no entry of the public log is of a certificate that was never issued"  # the made-up ones
    ]


def test_the_database_and_the_portal_compute_the_same_roots():
    filler(0, 530)
    log.build(530)
    for size in (0, 1, 2, 3, 7, 255, 256, 257, 511, 512, 529, 530):
        with connection.cursor() as cursor:
            cursor.execute("SELECT verification_log_root(%s)", [size])
            assert bytes(cursor.fetchone()[0]) == queries.tree(size).root()


def test_nothing_is_signed_once_the_log_is_not_what_was_signed():
    issue_results(*results_of(session_with_results(3)))
    behind_the_triggers("UPDATE verification_logentry SET body = %s WHERE index = 0", BODY)
    filler(3, 1)
    with pytest.raises(Refusal):
        log.sign(at=NOW())
    assert LogCheckpoint.objects.count() == 1


def test_the_database_signs_for_nothing_that_is_not_consistent_either(monkeypatch):
    issue_results(*results_of(session_with_results(3)))
    behind_the_triggers("UPDATE verification_logentry SET body = %s WHERE index = 0", BODY)
    filler(3, 1)
    root = queries.tree(4).root()
    key = LogKey.objects.get()
    with pytest.raises(IntegrityError, match="consistent_with_the_last"), transaction.atomic():
        LogCheckpoint.objects.create(size=4, root=root, note="x", key=key, at=NOW())


def test_a_certificate_in_the_making_waits_for_no_beat():
    session = session_with_results(1)
    [certificate] = issuing.issue(
        Kind.TEST_RESULT, [row.pk for row in results_of(session)], by=director_of(session.center), at=NOW()
    )
    assert queries.proof_for_keeps(certificate) is None
    assert log.covered([certificate], at=NOW())
    logged = queries.proof_for_keeps(certificate)
    told = Checkpoint.parse(parse_note(logged.proof.checkpoint)[0])
    assert is_included(leaf_hash(logged.entry), 0, told.size, logged.proof.path, told.root)


def test_a_proof_for_keeps_stays_the_same_while_the_log_grows():
    first = a_certificate()
    before = queries.proof_for_keeps(first)
    issue_results(*results_of(session_with_results(3)))
    assert queries.proof_for_keeps(first) == before
    assert queries.proof_of_today(first).proof.checkpoint != before.proof.checkpoint


def audited(*published: str, tmp_path=None) -> tuple[int, str]:
    """The exit status of the audit, and what it found."""
    files = []
    for number, note in enumerate(published):
        path = tmp_path / f"{number}.checkpoint"
        path.write_text(note)
        files.append(str(path))
    out = StringIO()
    try:
        call_command("audit_log", *files, stdout=StringIO(), stderr=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_an_honest_log_passes_the_audit(tmp_path):
    first, *_ = issue_results(*results_of(session_with_results(3)))
    revocations.revoke(first, by=first.issued_by, at=NOW(), reason="other", explanation="x")
    note = log.sign(at=NOW()).note
    assert audited(note, tmp_path=tmp_path) == (0, "")


TAMPERINGS = {
    "the words of a certificate": 'UPDATE verification_certificate SET facts = facts || \'{"hours": "99"}\' WHERE seq = 2',
    "its date": "UPDATE verification_certificate SET issued_at = issued_at - interval '1 day' WHERE seq = 2",
    "its salt": "UPDATE verification_salt SET value = sha256('x')",
    "an entry dropped": "DELETE FROM verification_logentry WHERE index = 1",
    "the last entry dropped": "DELETE FROM verification_logentry WHERE index = 2",
    "a certificate dropped": "DELETE FROM verification_certificate WHERE seq = 2",
    "two entries swapped": (
        "UPDATE verification_logentry SET index = -1 WHERE index = 1;"
        "UPDATE verification_logentry SET index = 1 WHERE index = 2;"
        "UPDATE verification_logentry SET index = 2 WHERE index = -1"
    ),
    "an entry of nothing": "INSERT INTO verification_logentry (index, body) SELECT 3, replace(encode(body, 'escape'), '000001', '000009')::bytea"
    " FROM verification_logentry WHERE index = 0",
    "the root on record": "UPDATE verification_logcheckpoint SET root = sha256('x')",
    "the note on record": "UPDATE verification_logcheckpoint SET note = replace(note, '3', '4')",
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_the_audit_finds(what, tmp_path):
    issue_results(*results_of(session_with_results(3)))
    behind_the_triggers(TAMPERINGS[what])
    status, found = audited(tmp_path=tmp_path)
    assert status == 1
    assert found


def test_everything_rewritten_and_signed_anew_is_found_by_what_was_published(tmp_path):
    """Whoever owns database and key: only a copy outside tells (finding 15)."""
    issue_results(*results_of(session_with_results(3)))
    published = LogCheckpoint.objects.get().note
    certificate = Certificate.objects.get(seq=2)
    behind_the_triggers(
        'UPDATE verification_certificate SET facts = facts || \'{"hours": "99"}\' WHERE seq = 2'
    )
    certificate.refresh_from_db()
    body = entries.of_issue(
        certificate.number, certificate.issued_at, certificate.facts, certificate.salt.value
    )
    behind_the_triggers("UPDATE verification_logentry SET body = %s WHERE index = 1", body)
    behind_the_triggers("DELETE FROM verification_logcheckpoint")
    log.sign(at=NOW())
    assert audited(tmp_path=tmp_path) == (0, "")
    status, found = audited(published, tmp_path=tmp_path)
    assert (status, "kept outside" in found) == (1, True)
