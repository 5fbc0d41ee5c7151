"""Files stay provable for long: time-stamps and further seals stand behind what is there, and every file stays on record."""

import io
from datetime import UTC, datetime, timedelta

import pypdf
import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from hcec.core import outbox, pdf
from hcec.core.models import Job
from hcec.core.pdf import libraries
from tests.factories import seals
from tests.factories.verification import a_certificate
from tests.support import timestamps
from verification import storage, tasks
from verification.actions import keys as key_list
from verification.actions import papers, renewals
from verification.models import RenewedFile, Retired, SigningKey
from verification.queries import files
from verification.queries.signatures import judge
from verification.signing import keys

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}"),
]
NOW = timezone.now


@pytest.fixture
def configured(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def configure(number: int = 0, **about) -> keys.Key:
        seals.configure(settings, seals.key_file(tmp_path, number=number, name=f"Seal {number}", **about))
        return keys.configured()

    return configure


@pytest.fixture
def service(settings, tmp_path):
    with timestamps.service(tmp_path) as running:
        settings.TIMESTAMP_URL, settings.TIMESTAMP_ROOTS = running.url, str(running.roots)
        yield running


@pytest.fixture
def file(configured):
    configured()
    return papers.make(a_certificate(), at=NOW())


def changed_key(configured, file):
    """Another key in force, for a file whose own key's certificate ends soon."""
    return key_list.take(configured(1, lasts=5 * seals.YEAR), at=NOW())


def make_due(file):
    """A moment at which the certificate of the file's key is about to end."""
    return file.key.valid_until - timedelta(days=30)


def test_a_sealed_file_gets_a_time_stamp_and_begins_with_all_its_old_bytes(file, service):
    [certificate] = files.due(NOW())
    later = renewals.renew(certificate, at=NOW())
    before, after = storage.read(file.sha256), storage.read(later.sha256)
    assert after.startswith(before)
    assert (later.order, later.before, later.what) == (2, file.sha256, "stamp")
    assert not files.due(NOW()).exists()
    assert files.newest(certificate) == later


def test_both_files_are_ours_and_the_later_one_says_since_when_it_existed(file, service):
    later = renewals.renew(file.certificate, at=NOW())
    first, second = judge(storage.read(file.sha256)), judge(storage.read(later.sha256))
    assert first.word == second.word == "ours"
    assert first.certificate == second.certificate == file.certificate
    [stamp] = second.stamps
    assert stamp.authority == "Test Time-Stamps" and stamp.intact and stamp.whole
    assert second.seals[0].intact and not second.seals[0].whole
    flipped = bytearray(storage.read(later.sha256))
    flipped[5000] ^= 1
    assert judge(bytes(flipped)).word == "changed"
    assert not judge(bytes(flipped)).stamps[0].intact


def test_pyhanko_believes_seal_and_time_stamp_and_sees_no_other_change(file, service):
    later = renewals.renew(file.certificate, at=NOW())
    reader = PdfFileReader(io.BytesIO(storage.read(later.sha256)))
    own = x509.Certificate.load(file.key.certificates[-1].public_bytes(Encoding.DER))
    trust = ValidationContext(trust_roots=[own, service.root], allow_fetching=False)
    seal = validate_pdf_signature(reader.embedded_regular_signatures[0], trust)
    assert seal.bottom_line and seal.docmdp_ok
    assert seal.modification_level.name == "LTA_UPDATES"
    stamp = validate_pdf_timestamp(reader.embedded_timestamp_signatures[0], trust)
    assert stamp.intact and stamp.valid and stamp.trusted
    assert "/DSS" in reader.root


def test_a_day_after_the_seals_certificate_has_ended_the_stamped_file_still_proves_itself(
    configured, service
):
    """G20: the time-stamp, which still holds that day, shows that the seal stood while its own certificate held."""
    root = seals.authority()
    configured(by=root)
    file = papers.make(a_certificate(), at=NOW())
    later = renewals.renew(file.certificate, at=NOW())
    reader = PdfFileReader(io.BytesIO(storage.read(later.sha256)))
    above = x509.Certificate.load(root[0].public_bytes(Encoding.DER))
    that_day = file.key.valid_until + timedelta(days=1)

    def trusted_at(moment: datetime) -> ValidationContext:
        return ValidationContext(trust_roots=[above, service.root], allow_fetching=False, moment=moment)

    [seal], [stamp] = reader.embedded_regular_signatures, reader.embedded_timestamp_signatures
    assert not validate_pdf_signature(seal, trusted_at(that_day)).bottom_line  # alone it is too old
    stamped = validate_pdf_timestamp(stamp, trusted_at(that_day))
    assert stamped.valid and stamped.trusted and stamped.coverage.name == "ENTIRE_FILE"
    assert validate_pdf_signature(seal, trusted_at(stamped.timestamp)).bottom_line
    assert judge(storage.read(later.sha256)).word == "ours"


def test_the_archive_form_and_the_attached_data_stay(file, service):
    later = renewals.renew(file.certificate, at=NOW())
    after = pypdf.PdfReader(io.BytesIO(storage.read(later.sha256)))
    before = pypdf.PdfReader(io.BytesIO(storage.read(file.sha256)))
    assert after.attachments == before.attachments
    for entry in ("/AF", "/OutputIntents", "/Metadata", "/Lang", "/Perms"):
        assert entry in after.trailer["/Root"]


def test_the_time_stamp_is_renewed_before_it_ends(file, service):
    renewals.renew(file.certificate, at=NOW())
    at = NOW() + 4.8 * seals.YEAR
    assert not files.due(NOW() + 4 * seals.YEAR).exists()
    [certificate] = files.due(at)
    later = renewals.renew(certificate, at=at)
    assert later.order == 3
    facts = judge(storage.read(later.sha256))
    assert facts.word == "ours" and len(facts.stamps) == 2 and all(stamp.intact for stamp in facts.stamps)


def test_while_the_service_is_away_the_job_waits_and_the_certificate_does_not(file, service):
    service.away = True
    tasks.renew_files()
    outbox.run_all_due()
    assert Job.objects.get(kind="certificate.renew").status == Job.Status.DUE
    assert not RenewedFile.objects.exists()
    service.away = False
    Job.objects.filter(kind="certificate.renew").update(run_after=NOW() - timedelta(hours=1))
    outbox.run_all_due()
    assert RenewedFile.objects.get().what == "stamp"


def test_ordered_or_done_twice_it_is_done_once(file, service):
    tasks.renew_files()
    tasks.renew_files()
    assert Job.objects.filter(kind="certificate.renew").count() == 1
    assert renewals.renew(file.certificate, at=NOW())
    assert renewals.renew(file.certificate, at=NOW()) is None


def test_without_a_service_the_next_key_signs_again_before_the_old_ones_certificate_ends(file, configured):
    at = make_due(file)
    assert not files.due(at).exists()  # only another key can help
    row = changed_key(configured, file)
    assert not files.due(NOW()).exists()
    [certificate] = files.due(at)
    later = renewals.renew(certificate, at=at)
    assert (later.what, later.key, later.lasts_until) == ("seal", row, row.valid_until)
    assert storage.read(later.sha256).startswith(storage.read(file.sha256))
    assert not files.due(at).exists()
    facts = judge(storage.read(later.sha256))
    assert [seal.signer for seal in facts.seals] == ["Seal 0", "Seal 1"]
    assert all(seal.intact for seal in facts.seals) and facts.seals[1].whole


def test_pyhanko_believes_both_seals(file, configured):
    changed_key(configured, file)
    later = renewals.renew(file.certificate, at=make_due(file))
    reader = PdfFileReader(io.BytesIO(storage.read(later.sha256)))
    roots = [
        x509.Certificate.load(row.certificates[-1].public_bytes(Encoding.DER))
        for row in SigningKey.objects.all()
    ]
    for seal in reader.embedded_regular_signatures:
        status = validate_pdf_signature(seal, ValidationContext(trust_roots=roots, allow_fetching=False))
        assert status.bottom_line and status.docmdp_ok


def test_what_a_compromised_key_sealed_afterwards_is_signed_again_by_the_next(file, configured):
    spoilt = papers.make(a_certificate(), at=NOW() + timedelta(seconds=5))
    key_list.retire(file.key, at=file.made_at + timedelta(seconds=2), reason=Retired.COMPROMISED)
    row = key_list.take(configured(1), at=NOW())
    assert judge(storage.read(file.sha256)).seals[0].in_force
    assert not judge(storage.read(spoilt.sha256)).seals[0].in_force
    [certificate] = files.due(NOW())
    assert certificate == spoilt.certificate
    later = renewals.renew(certificate, at=NOW())
    assert later.key == row
    assert judge(storage.read(later.sha256)).seals[1].in_force
    assert not files.due(NOW()).exists()


def test_a_lost_file_is_not_renewed(file, service):
    file.whole_path.unlink()
    with pytest.raises(renewals.Lost):
        renewals.renew(file.certificate, at=NOW())
    assert not RenewedFile.objects.exists()


def test_a_lost_later_file_is_reported_and_comes_from_the_backup_only(file, service, capsys):
    later = renewals.renew(file.certificate, at=NOW())
    later.whole_path.unlink()
    with pytest.raises(CommandError):
        call_command("check_certificate_files", "--mend")
    assert later.sha256 in capsys.readouterr().err
    assert storage.read(later.sha256) is None


def test_the_holder_gets_the_newest_file(client, file, service):
    later = renewals.renew(file.certificate, at=NOW())
    client.force_login(file.certificate.holder)
    answer = client.get(reverse("my-certificate-file", args=[file.certificate.number]))
    assert answer.content == storage.read(later.sha256)


@pytest.mark.parametrize("wrong", [{"before": "2" * 64}, {"order": 3}])
def test_a_later_file_stands_on_the_one_before(file, wrong):
    row = {
        "certificate": file.certificate, "order": 2, "before": file.sha256, "sha256": "1" * 64, "size": 1,
        "made_at": NOW(), "what": "stamp", "lasts_until": datetime(2030, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="stands_on_the_one_before"), transaction.atomic():
        RenewedFile.objects.create(**(row | wrong))
    RenewedFile.objects.create(**row)
