"""The disk fails at every single file operation of keeping a certificate: nothing half-written is reachable, the job comes again (G8)."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from hcec.core import outbox, pdf
from hcec.core.models import Job
from hcec.core.pdf import libraries
from tests.factories import seals
from tests.factories.verification import a_certificate
from verification import storage
from verification.models import CertificateFile
from verification.queries.signatures import judge

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not pdf.available(), reason=f"Pango is missing: {libraries.INSTALL}"),
]
# Each operation of the disk in storage.keep, in order, and which call of it; the second fsync is of the folder.
OPERATIONS = [
    ("os.mkdir", 1), ("tempfile.mkstemp", 1), ("os.fdopen", 1), ("write", 1), ("os.fsync", 1), ("os.rename", 1),
    ("os.open", 1), ("os.fsync", 2),
]  # fmt: skip


class HalfWritten:
    """A file on a disk that is full after the first half."""

    def __init__(self, file, fault: OSError) -> None:
        self.file, self.fault = file, fault

    def __enter__(self):
        return self

    def __exit__(self, *about):
        self.file.close()

    def write(self, content: bytes) -> None:
        self.file.write(content[: len(content) // 2])
        self.file.flush()
        raise self.fault


def failing(monkeypatch, operation: str, number: int, fault: OSError) -> None:
    """Let the so many-eth call of the operation fail, within the folder of certificates alone."""
    calls = []
    real = (
        os.fdopen
        if operation == "write"
        else getattr(__import__(operation.split(".")[0]), operation.split(".")[1])
    )

    def fails(*args, **options):
        if operation == "os.open" and "certificates" not in str(args[0]):
            return real(*args, **options)
        if operation == "os.open" and not Path(args[0]).is_dir():  # mkstemp opens by it too
            return real(*args, **options)
        calls.append(args)
        if len(calls) != number:
            return real(*args, **options)
        if operation == "write":
            return HalfWritten(real(*args, **options), fault)
        raise fault

    monkeypatch.setattr("os.fdopen" if operation == "write" else operation, fails)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=["no space left", "broken disk"])
@pytest.mark.parametrize(("operation", "number"), OPERATIONS, ids=[f"{o} {n}" for o, n in OPERATIONS])
def test_nothing_half_written_is_reachable_and_the_job_comes_again(
    client, settings, tmp_path, monkeypatch, operation, number, code
):
    settings.MEDIA_ROOT = tmp_path / "media"
    seals.configure(settings, seals.key_file(tmp_path))
    certificate = a_certificate()
    with monkeypatch.context() as broken:
        failing(broken, operation, number, OSError(code, os.strerror(code)))
        outbox.run_all_due()
    assert not CertificateFile.objects.exists()
    assert all(storage.read(path.stem) for path in tmp_path.rglob("*.pdf"))
    assert not list(tmp_path.rglob(".making-*"))
    job = Job.objects.get(kind="certificate.render")
    assert job.status == Job.Status.DUE
    assert os.strerror(code) in job.last_error
    client.force_login(certificate.holder)
    answer = client.get(reverse("my-certificate-file", args=[certificate.number]))
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now() - timedelta(hours=1))
    outbox.run_all_due()
    assert judge(storage.read(CertificateFile.objects.get().sha256)).word == "ours"
