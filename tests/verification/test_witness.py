"""The witness: a process and a memory of its own, which sign a log that grows and never one that was rewritten."""

import json
import os
import subprocess
import sys
from base64 import b64encode
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from hcec.place import ROOT
from tests.factories.verification import a_certificate
from tests.verification.test_merkle import tree_over
from verification import witness
from verification.merkle.hashing import leaf_hash
from verification.merkle.notes import LOG, WITNESS, Checkpoint, Malformed, Signer, parse_note
from verification.models import Cosignature, LogKey, Witness
from verification.witness import Inconsistent, Memory

LOGS = Signer("hcec.example/log", bytes(32), LOG)


class Log:
    """A log that answers a witness out of memory."""

    def __init__(self, *entries: str) -> None:
        self.leaves = [leaf_hash(entry.encode()) for entry in entries]
        self.lines: list[bytes] = []
        self.signer = LOGS

    def __call__(self, path: str, body: bytes | None) -> bytes:
        if body is not None:
            self.lines.append(body)
            return b""
        tree = tree_over(self.leaves)
        if path == "checkpoint":
            text = str(Checkpoint("hcec.example/log", len(self.leaves), tree.root()))
            return f"{text}\n{self.signer.sign(text)}\n".encode()
        old = int(path.partition("old=")[2].partition("&")[0])
        return json.dumps({"path": [b64encode(hash).decode() for hash in tree.consistency(old)]}).encode()


@pytest.fixture
def memory(tmp_path):
    return Memory(tmp_path / "witness")


def look(log: Log, memory: Memory) -> int:
    return witness.look(log, memory, LOGS.key, memory.signer("w.example"), now=1_800_000_000)


def test_a_log_that_grows_is_signed_each_time(memory):
    assert look(Log("a"), memory) == 1
    log = Log("a", "b", "c")
    assert look(log, memory) == look(log, memory) == 3
    text, [line] = parse_note(log.lines[0].decode())
    assert memory.signer("w.example").key.signed(text, line) == 1_800_000_000


@pytest.mark.parametrize("log", [Log("a", "x"), Log("a", "x", "c"), Log("a"), Log("x", "b", "c", "d")])
def test_a_log_that_was_rewritten_or_cut_is_never_signed_and_its_checkpoint_is_kept(memory, log):
    look(Log("a", "b"), memory)
    with pytest.raises(Inconsistent):
        look(log, memory)
    assert log.lines == []
    assert (memory.folder / "broken.checkpoint").read_text() == log("checkpoint", None).decode()
    assert Checkpoint.parse(parse_note(memory.last() or "")[0]).size == 2


def test_a_checkpoint_by_another_key_is_not_signed(memory):
    log = Log("a")
    log.signer = Signer("hcec.example/log", bytes(range(32)))
    with pytest.raises(Malformed):
        look(log, memory)
    assert memory.last() is None


def test_what_is_signed_is_remembered_before_it_is_handed_in(memory):
    log = Log("a")

    def broken(path: str, body: bytes | None) -> bytes:
        if body is not None:
            raise OSError("the network is gone")
        return log(path, body)

    with pytest.raises(OSError, match="gone"):
        witness.look(broken, memory, LOGS.key, memory.signer("w.example"), now=1)
    assert memory.last() == log("checkpoint", None).decode()


def test_its_key_is_its_own_and_stays(memory):
    assert memory.signer("w").key == memory.signer("w").key
    assert (memory.folder / "key").stat().st_mode & 0o777 == 0o600
    assert memory.signer("w").key.kind == WITNESS


@pytest.mark.django_db(transaction=True)
def test_a_second_process_with_its_own_disk_signs_the_served_log(live_server, tmp_path):
    a_certificate()
    command = [sys.executable, "-m", "verification.witness", "--log", f"{live_server.url}/log/",
               "--key", LogKey.objects.get().vkey, "--name", "w.example/1", "--folder", str(tmp_path)]  # fmt: skip

    def run(*more: str) -> subprocess.CompletedProcess:
        plain = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
        return subprocess.run(
            [*command, *more], cwd=ROOT, env=plain, capture_output=True, text=True, check=False
        )

    vkey = run("--show-key").stdout.strip()
    assert run().returncode == 1  # nobody registered it yet
    call_command("log_witness", add=vkey, name_th="พยาน", name_en="Witness", stdout=StringIO())
    assert run().returncode == 0
    assert Cosignature.objects.get().witness.vkey == vkey


@pytest.mark.django_db
def test_a_witness_is_registered_listed_and_ended_by_command():
    vkey, out = str(Signer("w", bytes(32), WITNESS).key), StringIO()
    call_command("log_witness", add=vkey, name_th="พยาน", name_en="Witness", stdout=out)
    assert vkey in out.getvalue()
    call_command("log_witness", end=vkey, stdout=StringIO())
    assert Witness.objects.get().ended_at <= timezone.now()
    with pytest.raises(CommandError):
        call_command("log_witness", add=vkey, name_th="พยาน", name_en="Witness", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("log_witness", add="x", stdout=StringIO())
