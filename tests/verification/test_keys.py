"""The list of sealing keys: one in force, none ever leaves it, a change keeps what was sealed before."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from hcec.core import outbox, pdf
from hcec.core.models import Job
from hcec.core.pdf import libraries
from tests.factories import seals
from tests.factories.verification import a_certificate
from verification import storage
from verification.actions import keys as key_list
from verification.actions import papers
from verification.models import CertificateFile, Retired, SigningKey
from verification.queries.signatures import judge
from verification.refusals import Refusal
from verification.signing import keys

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}"),
]
NOW = timezone.now


@pytest.fixture
def configured(settings, tmp_path):
    """Configure a key by its number; a new number is a new key."""
    settings.MEDIA_ROOT = tmp_path

    def configure(number: int = 0, **about) -> keys.Key:
        seals.configure(settings, seals.key_file(tmp_path, number=number, name=f"Seal {number}", **about))
        return keys.configured()

    return configure


def test_the_first_key_goes_on_the_list_by_itself(configured):
    configured()
    file = papers.make(a_certificate(), at=NOW())
    row = SigningKey.objects.get()
    assert file.key == row
    assert row.in_force and row.name == "Seal 0" and row.algorithm == "ECDSA P-256"
    assert row.certificates == list(keys.configured().chain)


def test_a_second_key_seals_nothing_before_it_is_taken(configured):
    key_list.take(configured(), at=NOW())
    with pytest.raises(Refusal, match="โปรดขึ้นบัญชี"):
        key_list.in_force(configured(1), at=NOW())


def test_a_key_change_retires_the_one_before_and_old_files_stay_valid(configured):
    configured()
    old = papers.make(a_certificate(), at=NOW())
    second = key_list.take(configured(1), at=NOW())
    new = papers.make(a_certificate(), at=NOW())
    old.key.refresh_from_db()
    assert (old.key.reason, old.key.in_force) == (Retired.CHANGED, False)
    assert old.key.retired_at == second.taken_at
    assert new.key == second
    for file in (old, new):
        facts = judge(storage.read(file.sha256))
        assert facts.word == "ours" and facts.seals[0].in_force


def test_taken_twice_it_is_taken_once(configured):
    key = configured()
    assert key_list.take(key, at=NOW()) == key_list.take(key, at=NOW())


def test_a_retired_key_is_never_taken_again_and_seals_nothing(configured):
    key = configured()
    key_list.retire(key_list.take(key, at=NOW()), at=NOW(), reason=Retired.LOST)
    with pytest.raises(Refusal):
        key_list.take(key, at=NOW())
    with pytest.raises(Refusal):
        key_list.in_force(key, at=NOW())


def test_an_expired_certificate_seals_nothing_and_the_job_waits_without_being_given_up(configured):
    configured(starts=datetime(2026, 1, 1, tzinfo=UTC), lasts=timedelta(days=10))
    certificate = a_certificate()
    outbox.run_all_due()
    assert not CertificateFile.objects.exists()
    waiting = Job.objects.get(kind="certificate.render", status=Job.Status.DUE)
    assert waiting.payload == {"certificate": certificate.pk}
    assert waiting.run_after > NOW()


def test_a_lost_file_is_made_again_to_the_same_hash(configured):
    configured()
    file = papers.make(a_certificate(), at=NOW())
    file.whole_path.unlink()
    call_command("check_certificate_files", "--mend", verbosity=0)
    assert storage.read(file.sha256)


def test_a_lost_file_of_a_key_that_is_gone_is_not_forged(configured):
    configured()
    file = papers.make(a_certificate(), at=NOW())
    key_list.take(configured(1), at=NOW())
    file.whole_path.unlink()
    with pytest.raises(CommandError):
        call_command("check_certificate_files", "--mend", verbosity=0)
    assert storage.read(file.sha256) is None


def test_a_name_with_borrowed_letters_is_sealed_too(configured):
    from tests.factories.accounts import PersonFactory

    configured()
    file = papers.make(a_certificate(holder=PersonFactory(last_name_th="王")), at=NOW())
    facts = judge(storage.read(file.sha256))
    [seal] = facts.seals
    assert seal.intact and seal.whole and seal.key == file.key


def test_the_command_lists_takes_and_retires(configured, capsys):
    configured()
    call_command("signing_keys", "--take")
    assert "Seal 0, ECDSA P-256" in capsys.readouterr().out
    call_command("signing_keys", "--retire", "lost")
    assert "(lost)" in capsys.readouterr().out
    configured(1)
    call_command("signing_keys", "--take")
    assert "in force" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("signing_keys", "--retire", "compromised", "--since", "yesterday")


# Truths of the database


@pytest.fixture
def row(configured):
    return key_list.take(configured(), at=NOW())


def test_two_keys_are_never_in_force(row, configured):
    other = configured(1)
    with pytest.raises(IntegrityError, match="one_key_is_in_force"), transaction.atomic():
        SigningKey.objects.create(
            fingerprint=other.fingerprint, chain=other.pem, name="x", algorithm="x", taken_at=NOW(),
            valid_from=NOW(), valid_until=NOW(),
        )  # fmt: skip


@pytest.mark.parametrize(
    "change", [{"name": "Other"}, {"chain": ""}, {"taken_at": datetime(2020, 1, 1, tzinfo=UTC)}]
)
def test_a_key_is_only_ever_retired(row, change):
    with pytest.raises(InternalError), transaction.atomic():
        SigningKey.objects.filter(pk=row.pk).update(**change)


def test_a_retired_key_stays_as_it_is(row):
    key_list.retire(row, at=NOW(), reason=Retired.LOST)
    with pytest.raises(InternalError), transaction.atomic():
        SigningKey.objects.filter(pk=row.pk).update(retired_at=None, reason="")


def test_a_key_never_leaves_the_list(row):
    with pytest.raises(InternalError), transaction.atomic():
        row.delete()


def test_no_file_is_put_on_record_under_a_key_that_was_not_in_force(row):
    certificate = a_certificate()
    with pytest.raises(IntegrityError, match="sealed_by_the_key_in_force"), transaction.atomic():
        CertificateFile.objects.create(
            certificate=certificate,
            sha256="1" * 64,
            size=1,
            key=row,
            made_at=row.taken_at - timedelta(seconds=1),
        )
