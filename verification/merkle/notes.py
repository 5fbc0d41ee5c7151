"""Signed notes, checkpoints and cosignatures as C2SP writes them down (signed-note, tlog-checkpoint, tlog-cosignature).

A note is a text, an empty line, and lines of signatures: a name, and in base64 four bytes that name the key with the
signature behind them. A checkpoint is a note of three lines: origin, size, root. Signatures are Ed25519 (RFC 8032).
"""

from base64 import b64decode, b64encode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LOG, WITNESS = 1, 4  # kinds of keys: of a log, and of who signs beside it
DASH = "\u2014 "
COSIGNED = "cosignature/v1\ntime {}\n"
LONGEST_NAME = 120


class Malformed(ValueError):
    """A key, a note or a signature that is not of its form."""


@dataclass(frozen=True)
class Key:
    """A public key with its name and kind, written `name+id+base64` (a vkey)."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Self:
        """Raises Malformed where the text is no Ed25519 key of a log or a witness, or names itself wrongly."""
        name, _, rest = vkey.strip().partition("+")
        id, _, material = rest.partition("+")
        raw = unpacked(material)
        if len(raw) != 33 or raw[0] not in (LOG, WITNESS) or not is_name(name):
            raise Malformed("not a key of a log or of a witness")
        key = cls(name, raw[0], raw[1:])
        if id != key.id.hex():
            raise Malformed("the key is not the one that it names")
        return key

    @property
    def id(self) -> bytes:
        return sha256(f"{self.name}\n".encode() + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    def signed(self, text: str, line: str) -> int | None:
        """When this key signed the text by this line: seconds since 1970 (a log's signature has no time and says 0).

        None where it did not.
        """
        try:
            name, id, signature = parse_signature(line)
        except Malformed:
            return None
        if (name, id) != (self.name, self.id):
            return None
        time, message = 0, text
        if self.kind == WITNESS:
            time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            message = COSIGNED.format(time) + text
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message.encode())
        except InvalidSignature:
            return None
        return time


class Signer:
    """A private key of 32 bytes with a name, for a log or (kind WITNESS) for who signs beside it."""

    def __init__(self, name: str, seed: bytes, kind: int = LOG) -> None:
        if len(seed) != 32 or not is_name(name):
            raise Malformed("a signing key has 32 bytes and a name without spaces and plus signs")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Key(name, kind, self._private.public_key().public_bytes_raw())

    def sign(self, text: str, time: int = 0) -> str:
        """The line of the signature, without its end. `time` (seconds since 1970) counts for witnesses alone."""
        if self.key.kind == LOG:
            signature = self._private.sign(text.encode())
        else:
            signature = time.to_bytes(8, "big") + self._private.sign((COSIGNED.format(time) + text).encode())
        return f"{DASH}{self.key.name} {b64encode(self.key.id + signature).decode()}"


@dataclass(frozen=True)
class Checkpoint:
    """What a log says of itself: who it is, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Out of the text of a note; further lines are left alone. Raises Malformed."""
        origin, size, root = [*text.split("\n")[:3], "", "", ""][:3]
        if not origin or not size.isdecimal() or str(int(size)) != size or len(unpacked(root)) != 32:
            raise Malformed("not a checkpoint")
        return cls(origin, int(size), unpacked(root))


def parse_note(note: str) -> tuple[str, list[str]]:
    """The text and the lines of signatures. Raises Malformed."""
    text, gap, rest = note.rpartition("\n\n")
    lines = rest.splitlines()
    if not gap or not lines or not all(line.startswith(DASH) for line in lines):
        raise Malformed("not a signed note")
    return text + "\n", lines


def parse_signature(line: str) -> tuple[str, bytes, bytes]:
    """The name, the key's id and the signature. Raises Malformed."""
    name, _, packed = line.removeprefix(DASH).partition(" ")
    raw = unpacked(packed)
    if not line.startswith(DASH) or not is_name(name) or len(raw) <= 4:
        raise Malformed("not a line of a signature")
    return name, raw[:4], raw[4:]


def is_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and name.isprintable() and " " not in name and "+" not in name


def unpacked(packed: str) -> bytes:
    """The bytes of a base64 text; none where it is none."""
    try:
        return b64decode(packed, validate=True)
    except (Error, ValueError):
        return b""
