"""What a file is: one of ours unchanged, changed, sealed by a key of ours, or a stranger's."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from hcec.core import pdf
from hcec.core.pdf import libraries
from tests.factories import seals
from tests.factories.verification import a_certificate
from verification import storage
from verification.actions import keys as key_list
from verification.actions import papers
from verification.models import CertificateFile, Retired, SigningKey
from verification.queries import signatures
from verification.queries.signatures import judge
from verification.signing import appended, keys

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}"),
]


@pytest.fixture
def certificate(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    seals.configure(settings, seals.key_file(tmp_path))
    return a_certificate()


@pytest.fixture
def file(certificate):
    return papers.make(certificate, at=timezone.now())


@pytest.fixture
def content(file):
    return storage.read(file.sha256)


def test_a_file_of_ours_is_known_by_its_hash_and_its_seal_holds(file, content, django_assert_num_queries):
    with django_assert_num_queries(2):
        facts = judge(content)
    assert facts.word == "ours"
    assert facts.certificate == file.certificate
    assert facts.number == file.certificate.number
    [seal] = facts.seals
    assert seal.intact and seal.whole and seal.in_force
    assert seal.key == facts.key == SigningKey.objects.get()
    assert seal.signer == "Test Seal"


def test_any_changed_bit_makes_it_changed_and_it_still_says_whose_it_was(content, certificate):
    hole = content.rindex(b"/Contents<")
    for place in random.Random(1).sample(range(1000, hole - 2000), 50):
        flipped = bytearray(content)
        flipped[place] ^= 1
        facts = judge(bytes(flipped))
        assert facts.word == "changed"
        assert facts.certificate is None
        assert facts.number == certificate.number
        assert not facts.seals[0].intact


def test_what_is_appended_after_the_seal_makes_it_changed(content):
    facts = judge(content + b"1 0 obj\n<<>>\nendobj\n")
    assert facts.word == "changed"
    assert facts.seals[0].intact and not facts.seals[0].whole


@pytest.mark.parametrize("cut", [1, 200])
def test_a_file_cut_short_is_changed(content, cut):
    assert judge(content[:-cut]).word == "changed"


def test_a_file_whose_record_is_not_here_is_sealed_all_the_same(certificate, content):
    key = keys.configured()
    unknown = appended.signed(
        content[: content.index(b"%%EOF\n") + 6],
        key,
        appended.Statement("reason", "place", timezone.now() + timedelta(seconds=2)),
    )
    facts = judge(unknown)
    assert facts.word == "sealed"
    assert facts.certificate is None
    assert facts.number == certificate.number


def test_a_strangers_seal_proves_nothing(content, tmp_path):
    stranger = keys.from_file(str(seals.key_file(tmp_path, number=1, name="Somebody Else")), seals.PASSPHRASE)
    says = appended.Statement("reason", "place", timezone.now())
    facts = judge(appended.signed(content[: content.index(b"%%EOF\n") + 6], stranger, says))
    assert facts.word == "foreign"
    assert facts.seals[0].key is None
    assert facts.seals[0].signer == "Somebody Else"
    assert facts.seals[0].intact


def test_a_retired_key_still_proves_what_it_sealed_in_its_time(settings, tmp_path, file, content):
    seals.configure(settings, seals.key_file(tmp_path, number=1, name="New Seal"))
    key_list.take(keys.configured(), at=timezone.now())
    facts = judge(content)
    assert facts.seals[0].in_force
    assert facts.key.reason == Retired.CHANGED


def test_what_a_compromised_key_sealed_after_it_was_out_of_force_does_not_count(certificate, content):
    key_list.retire(
        SigningKey.objects.get(), at=timezone.now() + timedelta(hours=1), reason=Retired.COMPROMISED
    )
    says = appended.Statement("reason", "place", timezone.now() + timedelta(days=1))
    facts = judge(appended.signed(content[: content.index(b"%%EOF\n") + 6], keys.configured(), says))
    assert facts.seals[0].intact and not facts.seals[0].in_force
    assert facts.word == "changed"


def test_a_compromised_key_may_claim_any_moment_so_only_files_on_record_count(content):
    says = appended.Statement("reason", "place", timezone.now() + timedelta(seconds=2))
    forged = appended.signed(content[: content.index(b"%%EOF\n") + 6], keys.configured(), says)
    key_list.retire(
        SigningKey.objects.get(), at=timezone.now() + timedelta(hours=1), reason=Retired.COMPROMISED
    )
    assert judge(forged).word == "changed"
    assert judge(content).word == "ours" and judge(content).seals[0].in_force


def test_an_unsealed_file_of_ours_is_known_by_its_hash(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = papers.make(a_certificate(), at=timezone.now())
    facts = judge(storage.read(made.sha256))
    assert (facts.word, facts.seals, facts.key) == ("ours", (), None)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"%PDF-1.7 nothing",
        b"/ByteRange[0 1 2 3]",
        b"x<00>/ByteRange[0 1 5 21]" + b" " * 20,
        b"x<3082>/ByteRange[0 1 7 3]",
        b"x<zz>/ByteRange[0 1 5 9999999999]",
        b"x<" + b"30800609" * 40 + b">/ByteRange[0 1 323 3]",
        b"/ByteRange[0 1 2 3]" * 5000,
    ],
    ids=["empty", "bare", "overlapping", "zeros", "cut", "no digits", "nested", "many"],
)
def test_whatever_a_stranger_sends_is_answered(document):
    assert judge(document).word == "foreign"


def test_half_a_container_is_no_seal(content):
    hole = content.rindex(b"/Contents<") + len(b"/Contents<")
    for cut in range(0, 800, 25):
        broken = content[: hole + cut] + b"0" * (len(content) - hole - cut - 400) + content[-400:]
        assert judge(broken).word in ("changed", "foreign")


def test_a_file_too_large_to_be_ours_is_not_looked_into(monkeypatch, content, django_assert_num_queries):
    monkeypatch.setattr(signatures, "LARGEST", len(content) - 1)
    with django_assert_num_queries(0):
        assert judge(content).word == "foreign"


def test_the_file_on_record_says_which_key_sealed_it(file):
    assert CertificateFile.objects.get().key == SigningKey.objects.get()
    assert file.key.fingerprint == keys.configured().fingerprint
