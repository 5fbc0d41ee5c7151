#!/usr/bin/env python3
"""Check a certificate (PDF) without the portal and without a network. Needs Python 3.9 or later and nothing else.

    python3 check_certificate.py certificate.pdf [--proof NEWER.tlog-proof] [--key KEY]...

It takes the data that travel inside the PDF and proves that exactly these words were entered in the public log of
certificates: commitment (SHA-256), inclusion proof (RFC 9162), signed checkpoint (C2SP note, Ed25519 by RFC 8032).
It compares nothing with the printed lines: read the words below beside the paper. Whether the certificate was revoked
since only its page knows. The PDF's own signature is checked by any PDF reader. Exit: 0 proved, 1 not proved.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zlib
from typing import Any

# Public keys of the log and of its witnesses, as published on the day of the download.
KEYS: list[str] = []


class NotProved(Exception):
    """The sentence says why."""


# PDF: only what is needed to find the attached files (ISO 32000-1, 7.3, 7.5.7 and 7.11)


def objects(data: bytes) -> dict[int, tuple[bytes, bytes]]:
    """Each object's dictionary and stream by number; of several revisions the last."""
    found: dict[int, tuple[bytes, bytes]] = {}
    for head in re.finditer(rb"(?<![0-9])([0-9]{1,9}) [0-9]{1,5} obj\b", data):
        begin, end = head.end(), data.find(b"endobj", head.end())
        opening = re.compile(rb"stream\r?\n").search(data, begin, end if end > 0 else len(data))
        if not opening:
            found[int(head[1])] = (data[begin:end], b"")
            continue
        about = data[begin : opening.start()]
        length = re.search(rb"/Length ([0-9]+)(?! [0-9]+ R)\b", about)
        stop = opening.end() + int(length[1]) if length else data.find(b"endstream", opening.end())
        content = data[opening.end() : stop]
        if b"/FlateDecode" in about and (
            b"/Filespec" in about or b"/EmbeddedFile" in about or b"/ObjStm" in about
        ):
            try:
                content = zlib.decompressobj().decompress(content, 1 << 24)
            except zlib.error:
                content = b""
        found[int(head[1])] = (about, content)
    for about, content in list(found.values()):
        if b"/ObjStm" in about:
            first = int(re.search(rb"/First ([0-9]+)", about)[1])  # type: ignore[index]
            numbers = [int(word) for word in content[:first].split()]
            starts = numbers[1::2] + [len(content) - first]
            for at, number in enumerate(numbers[::2]):
                found.setdefault(number, (content[first + starts[at] : first + starts[at + 1]], b""))
    return found


def attachments(data: bytes) -> dict[str, bytes]:
    """The attached files by name."""
    known, files = objects(data), {}
    for about, _content in known.values():
        name = re.search(rb"/U?F ?(?:\(([^)]*)\)|<(?i:feff)([0-9A-Fa-f]+)>)", about)
        place = re.search(rb"/EF ?<<[^>]*?/U?F ([0-9]+) 0 R", about)
        if b"/Filespec" in about and name and place and int(place[1]) in known:
            title = (
                name[1].decode("latin-1")
                if name[1] is not None
                else bytes.fromhex(name[2].decode()).decode("utf-16-be")
            )
            files[title] = known[int(place[1])][1]
    return files


# Ed25519, verification only (RFC 8032, 5.1), in extended coordinates on -x^2 + y^2 = 1 + d x^2 y^2

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def added(a: Point, b: Point) -> Point:
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, z - t, z + t, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(count: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while count:
        if count & 1:
            total = added(total, point)
        point, count = added(point, point), count >> 1
    return total


def point_of(packed: bytes) -> Point | None:
    """The point that 32 bytes mean; None where they mean none."""
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signature(public: bytes, message: bytes, signature: bytes) -> bool:
    key, start = point_of(public), point_of(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or start is None or BASE is None or s >= ORDER:
        return False
    hash = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(s, BASE), added(start, times(hash, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % P == 0


# The log


def root_by(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """The root to which the path leads (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise NotProved("the proof is for another log: the entry lies outside it")
    at, last, hash = index, size - 1, leaf
    for part in path:
        if last == 0:
            raise NotProved("the proof is too long")
        if at & 1 or at == last:
            hash = hashlib.sha256(b"\x01" + part + hash).digest()
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash = hashlib.sha256(b"\x01" + hash + part).digest()
        at, last = at >> 1, last >> 1
    if last:
        raise NotProved("the proof is too short")
    return hash


def signers(text: str, lines: list[str], keys: list[str]) -> tuple[list[str], list[str]]:
    """The known keys that signed: of the log, and of witnesses with the day on which they did."""
    logs, witnesses = [], []
    for key in keys:
        name, id, material = key.split("+", 2)
        raw = base64.b64decode(material)
        for line in lines:
            signed = base64.b64decode(line.rpartition(" ")[2])
            if not line.startswith(f"\u2014 {name} ") or signed[:4].hex() != id:
                continue
            if (
                raw[0] == 1
                and name == text.split("\n")[0]
                and is_signature(raw[1:], text.encode(), signed[4:])
            ):
                logs.append(name)
            time = int.from_bytes(signed[4:12], "big")
            message = f"cosignature/v1\ntime {time}\n{text}".encode()
            if raw[0] == 4 and is_signature(raw[1:], message, signed[12:]):
                witnesses.append(name)
    return logs, witnesses


def spelt(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check(pdf: bytes, keys: list[str], proof: str | None = None) -> tuple[dict[str, Any], list[str]]:
    """The certificate's record, and what was proved about it. Raises NotProved."""
    files = attachments(pdf)
    for name in ("certificate.json", "log-entry.json", "certificate.tlog-proof"):
        if name not in files:
            raise NotProved(f"the file {name} is not inside the PDF")
    record, entry = json.loads(files["certificate.json"]), json.loads(files["log-entry.json"])
    head, _gap, note = (proof or files["certificate.tlog-proof"].decode()).partition("\n\n")
    first, extra, index, *path = head.split("\n")
    if first != "c2sp.org/tlog-proof@v1" or not extra.startswith("extra ") or not index.startswith("index "):
        raise NotProved("the proof has another form")
    committed = {"number": record["number"], "issued_at": record["issued_at"], "facts": record["facts"]}
    salt = base64.b64decode(extra[6:])
    if hashlib.sha256(salt + spelt(committed)).hexdigest() != entry["commit"]:
        raise NotProved("the words were changed: they are not those that were logged")
    if entry["kind"] not in ("issue", "correct") or entry["number"] != record["number"][:-9]:
        raise NotProved("the entry is of another certificate")
    text, _gap, rest = note.rpartition("\n\n")
    text, lines = text + "\n", rest.splitlines()
    origin, size, root = text.split("\n")[:3]
    leaf = hashlib.sha256(b"\x00" + files["log-entry.json"]).digest()
    if root_by(
        leaf, int(index[6:]), int(size), [base64.b64decode(part) for part in path]
    ) != base64.b64decode(root):
        raise NotProved("the entry is not in the log that was signed")
    logs, witnesses = signers(text, lines, keys)
    if not logs:
        raise NotProved("the log was not signed by a key that this checker knows")
    told = f"The words are those of entry {index[6:]} of the {size} that the log {origin} signed for."
    return record, [told, *(f"A witness confirmed this log: {name}." for name in witnesses)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Check a certificate (PDF) without the portal and without a network."
    )
    parser.add_argument("pdf")
    parser.add_argument("--proof", help="a newer proof of the same certificate, as its page gives it")
    parser.add_argument(
        "--key", action="append", default=[], help="a public key to believe, beside those inside this file"
    )
    chosen = parser.parse_args()
    try:
        with open(chosen.pdf, "rb") as file:
            pdf = file.read()
        proof = open(chosen.proof, encoding="utf-8").read() if chosen.proof else None  # noqa: SIM115  ends with us
        record, told = check(pdf, KEYS + chosen.key, proof)
    except NotProved as why:
        print(f"NOT PROVED: {why}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as fault:
        print(f"NOT PROVED: the file cannot be read as a certificate ({type(fault).__name__})")
        return 1
    print("PROVED (พิสูจน์แล้ว)", *told, sep="\n  ")
    print("Compare with the paper (เทียบกับใบประกาศนียบัตร):")
    print(json.dumps({"number": record["number"], **record["facts"]}, ensure_ascii=False, indent=2))
    print(f"SHA-256 of the file: {hashlib.sha256(pdf).hexdigest()}")
    print(f"Whether it was revoked since says only {record['verify']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
