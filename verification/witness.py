"""A witness of the public log: on a machine of its own, with its own key and its own memory. No Django, no database.

    python -m verification.witness --log https://hcec.example/log/ --key VKEY --name witness.example/w1 --folder DIR

Each time it fetches the last checkpoint, checks the log's signature, has it proved that the log it saw last is the
beginning of this one, remembers the new one, and only then signs and hands its line in (C2SP tlog-witness, turned
round: the witness asks, so that it needs no address of its own). A log that is not consistent is never signed, and
the checkpoint that shows it is kept: `broken.checkpoint`.
"""

import argparse
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path

from verification.merkle.notes import LOG, WITNESS, Checkpoint, Key, Malformed, Signer, parse_note
from verification.merkle.proofs import is_consistent

# Answers a path below the log's address; with a body it is handed in.
Ask = Callable[[str, bytes | None], bytes]
LARGEST = 1 << 20  # bytes of an answer


class Inconsistent(Exception):
    """The log does not hold what it held before: somebody rewrote it, or shows different people different logs."""


class Memory:
    """A folder with the witness's key (mode 0600) and the last checkpoint that it signed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def signer(self, name: str) -> Signer:
        """The witness's own key, made at the first start."""
        path = self.folder / "key"
        if not path.exists():
            self._write("key", b64encode(secrets.token_bytes(32)).decode())
        return Signer(name, b64decode(path.read_text()), WITNESS)

    def last(self) -> str | None:
        path = self.folder / "last.checkpoint"
        return path.read_text(encoding="utf-8") if path.exists() else None

    def remember(self, note: str) -> None:
        self._write("last.checkpoint", note)

    def accuse(self, note: str) -> None:
        """Keep what shows that the log is not consistent, beside the last one that was."""
        self._write("broken.checkpoint", note)

    def _write(self, name: str, content: str) -> None:
        """Beside, synced, renamed: after a loss of power it is the old one or the new one."""
        beside = self.folder / f"{name}.new"
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.folder / name)


def look(ask: Ask, memory: Memory, log: Key, signer: Signer, *, now: int) -> int:
    """Check the log once and sign it; returns the size that was signed, 0 for a log without a checkpoint yet.

    `now` is in seconds since 1970. Raises Inconsistent, and Malformed where the log does not answer as one.
    """
    note = ask("checkpoint", None).decode()
    if not note:
        return 0
    text, lines = parse_note(note)
    if all(log.signed(text, line) is None for line in lines):
        raise Malformed("the checkpoint is not signed by the log's key")
    told, last = Checkpoint.parse(text), memory.last()
    if told.origin != log.name:
        raise Malformed("the checkpoint is of another log")
    if last is not None:
        known = Checkpoint.parse(parse_note(last)[0])
        if not _holds(ask, known, told):
            memory.accuse(note)
            raise Inconsistent(f"{told.size} entries do not begin with the {known.size} that were there")
    memory.remember(note)
    line = signer.sign(text, now)
    ask("cosignatures", f"{text}\n{line}\n".encode())
    return told.size


def _holds(ask: Ask, known: Checkpoint, told: Checkpoint) -> bool:
    if told.size < known.size:
        return False
    path: list[bytes] = []
    if told.size > known.size:
        answer = json.loads(ask(f"consistency?old={known.size}&new={told.size}", None))
        path = [b64decode(hash) for hash in answer["path"]]
    return is_consistent(known.size, told.size, path, known.root, told.root)


def over_http(address: str) -> Ask:
    """Asks a log at an address that ends in a slash. Raises OSError where nobody answers, Malformed for a refusal."""
    if not address.startswith(("https://", "http://")):
        raise Malformed("the log's address begins with https://")

    def ask(path: str, body: bytes | None) -> bytes:
        request = urllib.request.Request(address + path, body, {"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310  checked above
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  checked above
                content: bytes = answer.read(LARGEST)
        except urllib.error.HTTPError as refused:
            if path == "checkpoint" and refused.code == 404:
                return b""
            raise Malformed(f"{path}: {refused.code} {refused.read(500).decode(errors='replace')}") from None
        return content

    return ask


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--log", required=True, help="the log's address, such as https://hcec.example/log/")
    parser.add_argument("--key", required=True, help="the log's public key, from its page")
    parser.add_argument("--name", required=True, help="this witness's name, such as witness.example/w1")
    parser.add_argument("--folder", required=True, type=Path, help="where its key and memory lie")
    parser.add_argument(
        "--every", type=int, default=0, help="seconds between two looks; without it, one look"
    )
    parser.add_argument(
        "--show-key", action="store_true", help="print the public key to be registered, and end"
    )


def run(options: argparse.Namespace) -> int:
    """Look once, or again and again. 0: signed. 1: could not (it may be tried again). 2: the log is broken."""
    memory, log = Memory(options.folder), Key.parse(options.key)
    if log.kind != LOG:
        raise Malformed("--key is not the key of a log")
    signer, ask = memory.signer(options.name), over_http(options.log.rstrip("/") + "/")
    if options.show_key:
        print(signer.key)
        return 0
    while True:
        status = _looked(ask, memory, log, signer)
        if status == 2 or not options.every:
            return status
        time.sleep(options.every)


def _looked(ask: Ask, memory: Memory, log: Key, signer: Signer) -> int:
    try:
        size = look(ask, memory, log, signer, now=int(time.time()))
    except Inconsistent as fault:
        print(f"THE LOG WAS REWRITTEN: {fault}", file=sys.stderr)
        return 2
    except (OSError, ValueError, KeyError) as fault:
        print(f"not signed: {fault}", file=sys.stderr)
        return 1
    print(f"signed {size} entries" if size else "the log is empty")
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description="A witness of the public log of certificates.")
    arguments(parser)
    try:
        sys.exit(run(parser.parse_args()))
    except Malformed as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
