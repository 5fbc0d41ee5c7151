"""The tree of the log: published vectors, every proof up to 64 entries, tiles, notes and the forms in which they are read."""

import json
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest

from verification.merkle.formats import Place, Proof, bundle, parse_proof, place_of
from verification.merkle.hashing import EMPTY, folded, leaf_hash, root_of
from verification.merkle.notes import WITNESS, Checkpoint, Key, Malformed, Signer, parse_note
from verification.merkle.proofs import is_consistent, is_included
from verification.merkle.tree import Tree, width_of

VECTORS = json.loads((Path(__file__).parent / "vectors" / "merkle.json").read_text())
PUBLISHED = [leaf_hash(bytes.fromhex(entry)) for entry in VECTORS["entries"]]
ROOTS = [bytes.fromhex(root) for root in VECTORS["roots"]]
STRANGE = bytes.fromhex("abacaba000000000000000000000000000000000000000000060061e00123456")


def tree_over(leaves: list[bytes], size: int | None = None) -> Tree:
    """A tree whose tiles lie in memory."""
    levels = [leaves]
    while len(levels[-1]) >= 256:
        whole = len(levels[-1]) // 256 * 256
        levels.append([folded(levels[-1][at : at + 256]) for at in range(0, whole, 256)])
    return Tree(
        len(leaves) if size is None else size, lambda level, first, n: levels[level][first : first + n]
    )


def path_of(vector: dict) -> list[bytes]:
    return [bytes.fromhex(hash) for hash in vector["path"]]


def test_the_published_roots_come_out():
    assert bytes.fromhex(VECTORS["empty"]) == EMPTY == tree_over([]).root() == root_of([])
    for size, root in enumerate(ROOTS, 1):
        assert root_of(PUBLISHED[:size]) == tree_over(PUBLISHED[:size]).root() == root


@pytest.mark.parametrize("vector", VECTORS["inclusion"], ids=lambda v: f"{v['leaf']} of {v['size']}")
def test_the_published_inclusion_proofs_come_out_and_every_published_spoiling_of_them_is_refused(vector):
    index, size, path = vector["leaf"] - 1, vector["size"], path_of(vector)
    leaf, root = PUBLISHED[index], ROOTS[size - 1]
    assert tree_over(PUBLISHED[:size]).inclusion(index) == path
    assert is_included(leaf, index, size, path, root)
    spoilt = [
        (leaf, index - 1, size, path, root), (leaf, index + 1, size, path, root), (leaf, index ^ 2, size, path, root),
        (leaf, index, size * 2, path, root), (leaf, index, size // 2, path, root), (b"WrongLeaf", index, size, path, root),
        (leaf, index, size, path, EMPTY), (leaf, index, size, path, STRANGE), (leaf, index, size, [*path, b""], root),
        (leaf, index, size, [*path, root], root), (leaf, index, size, [b"", *path], root),
        (leaf, index, size, [root, *path], root),
        *((leaf, index, size, flipped(path, at, 8), root) for at in range(len(path))),
    ]  # fmt: skip
    if path:
        spoilt.append((leaf, index, size, path[:-1], root))
    if len(path) > 1:
        spoilt.append((leaf, index, size, [path[0], STRANGE, *path[1:]], root))
    assert [case for case in spoilt if is_included(*case)] == []


@pytest.mark.parametrize("vector", VECTORS["consistency"], ids=lambda v: f"{v['old']} to {v['new']}")
def test_the_published_consistency_proofs_come_out_and_every_published_spoiling_of_them_is_refused(vector):
    old, new, path = vector["old"], vector["new"], path_of(vector)
    before, after = ROOTS[old - 1], ROOTS[new - 1]
    assert tree_over(PUBLISHED[:new]).consistency(old) == path
    assert is_consistent(old, new, path, before, after)
    spoilt = [
        (old, new, [*path, b""], before, after), (old, new, [*path, before], before, after),
        (old, new, [b"", *path], before, after), (old, new, [after, *path], before, after),
        (old, new, path, b"WrongRoot", after), (old, new, path, before, b"WrongRoot"),
    ]  # fmt: skip
    if path:
        spoilt += [
            (old - 1, new, path, before, after), (old + 1, new, path, before, after), (old ^ 2, new, path, before, after),
            (old, new * 2, path, before, after), (old, new // 2, path, before, after), (old, new, path, after, before),
            (old, new, [], before, after), (old, new, [before, *path], before, after),
            (old, new, [path[0], *path], before, after), (old, new, path[:-1], before, after),
            *((old, new, flipped(path, at, 16), before, after) for at in range(len(path))),
        ]  # fmt: skip
    assert [case for case in spoilt if is_consistent(*case)] == []


def flipped(path: list[bytes], at: int, bit: int) -> list[bytes]:
    return [*path[:at], bytes([path[at][0] ^ bit]) + path[at][1:], *path[at + 1 :]]


def test_nothing_is_proved_about_an_empty_tree():
    assert not is_consistent(0, 1, [], EMPTY, ROOTS[0])
    assert not is_included(PUBLISHED[0], 0, 0, [], EMPTY)


def test_every_proof_of_every_log_up_to_sixty_four_entries_holds():
    leaves = [leaf_hash(b"%d" % number) for number in range(64)]
    roots = [root_of(leaves[:size]) for size in range(65)]
    checked = 0
    for size in range(1, 65):
        tree = tree_over(leaves, size)
        assert tree.root() == roots[size]
        for at in range(size):
            assert is_included(leaves[at], at, size, tree.inclusion(at), roots[size])
            assert is_consistent(at + 1, size, tree.consistency(at + 1), roots[at + 1], roots[size])
            checked += 2
    assert checked == 4160


@pytest.mark.parametrize("size", [255, 256, 257, 511, 513, 65_535, 65_536, 65_537, 70_000])
def test_proofs_hold_across_the_edges_of_tiles(size):
    leaves = [leaf_hash(b"%d" % number) for number in range(size)]
    tree, root = tree_over(leaves), root_of(leaves)
    assert tree.root() == root
    for at in (0, 1, 254, size // 2, size - 2, size - 1):
        assert is_included(leaves[at], at, size, tree.inclusion(at), root)
        assert is_consistent(at + 1, size, tree.consistency(at + 1), root_of(leaves[: at + 1]), root)


def test_a_proof_over_ten_million_reads_a_handful_of_tiles():
    read = []

    def tiles(level: int, first: int, count: int) -> list[bytes]:
        read.append((level, first))
        return [leaf_hash(b"")] * count

    tree = Tree(10_000_000, tiles)
    assert len(tree.inclusion(1_234_567)) == 24
    assert len(read) <= 6


def test_seventy_thousand_entries_have_the_tiles_of_the_specification():
    assert [width_of(70_000, 0, at) for at in (0, 272, 273, 274)] == [256, 256, 112, 0]
    assert [width_of(70_000, 1, at) for at in (0, 1, 2)] == [256, 17, 0]
    assert [width_of(70_000, 2, at) for at in (0, 1)] == [1, 0]
    assert width_of(256, 1, 0) == 1


def test_paths_of_tiles_are_spelt_in_one_way_only():
    assert str(Place(1_234_067, 256)) == "x001/x234/067"
    assert place_of("x001/x234/067") == Place(1_234_067, 256)
    assert place_of("273.p/112") == Place(273, 112)
    for wrong in (
        "67",
        "x000/067",
        "067.p/0",
        "067.p/256",
        "067.p/007",
        "x001/x234/x067",
        "067/",
        "๐๖๗",
        "-01",
    ):
        assert place_of(wrong) is None, wrong


def test_a_bundle_has_each_entry_behind_its_length():
    assert bundle([b"ab", b""]) == b"\x00\x02ab\x00\x00"


def test_a_key_is_written_and_read_in_one_way():
    key = Signer("example.com/foo", bytes(32)).key
    assert Key.parse(str(key)) == key
    name, id, material = str(key).split("+")
    assert (name, len(id), b64decode(material)[0]) == ("example.com/foo", 8, 1)
    for wrong in (
        "",
        "x",
        f"{name}+00000000+{material}",
        f"other+{id}+{material}",
        f"{name}+{id}+AAAA",
        "a b+" + id,
    ):
        with pytest.raises(Malformed):
            Key.parse(wrong)


def test_a_checkpoint_is_signed_and_a_changed_one_is_not():
    signer = Signer("hcec.example/log", bytes(range(32)))
    text = str(Checkpoint("hcec.example/log", 8, ROOTS[7]))
    assert text == "hcec.example/log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n"
    note = f"{text}\n{signer.sign(text)}\n"
    read, [line] = parse_note(note)
    assert read == text
    assert Checkpoint.parse(read) == Checkpoint("hcec.example/log", 8, ROOTS[7])
    assert signer.key.signed(text, line) == 0
    assert signer.key.signed(text.replace("8", "9", 1), line) is None
    assert Signer("hcec.example/log", bytes(32)).key.signed(text, line) is None
    assert Signer("else.example/log", bytes(range(32))).key.signed(text, line) is None


def test_a_witness_signs_the_time_too():
    witness = Signer("witness.example/w1", bytes(range(32)), WITNESS)
    text = str(Checkpoint("hcec.example/log", 8, ROOTS[7]))
    line = witness.sign(text, 1_679_315_147)
    assert witness.key.signed(text, line) == 1_679_315_147
    as_log = Signer("witness.example/w1", bytes(range(32)))
    assert as_log.key.signed(text, line) is None
    assert witness.key.id != as_log.key.id


@pytest.mark.parametrize(
    "text", ["", "a\n1\n", "a\n01\n" + "A" * 43 + "=\n", "a\n๘\n" + "A" * 43 + "=\n", "\n1\nAAAA\n"]
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(Malformed):
        Checkpoint.parse(text)


@pytest.mark.parametrize("note", ["", "text", "text\n\n", "text\n\nno dash\n"])
def test_what_is_no_note_is_refused(note):
    with pytest.raises(Malformed):
        parse_note(note)


def test_a_proof_to_keep_comes_back_as_it_was_written():
    proof = Proof(5, [ROOTS[0], ROOTS[1]], "origin\n8\nroot\n\n\u2014 origin AAAA\n", b"salt")
    assert str(proof).splitlines()[:3] == ["c2sp.org/tlog-proof@v1", "extra c2FsdA==", "index 5"]
    assert parse_proof(str(proof)) == proof
    assert parse_proof(str(replace(proof, extra=b"", path=[]))).path == []
    for wrong in ("", "c2sp.org/tlog-proof@v2\nindex 5\n\nx", "c2sp.org/tlog-proof@v1\nindex 05\n\nx",
                  "c2sp.org/tlog-proof@v1\nindex 5\nAAAA\n\nx"):  # fmt: skip
        with pytest.raises(Malformed):
            parse_proof(wrong)
