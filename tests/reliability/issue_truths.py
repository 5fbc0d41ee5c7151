"""What must be true after certificates were issued, whatever was killed meanwhile (G6)."""

from collections import Counter
from collections.abc import Sequence

from hcec.accounts.models import Notice
from hcec.core.integrity import all_invariants
from hcec.core.models import Job
from verification import storage
from verification.models import Certificate, CertificateFile
from verification.queries.signatures import judge


def faults(results: Sequence[int]) -> list[str]:
    """Each award exactly once, numbers 1 to the last, each file there, as on record, and whole under its seal."""
    certificates = list(Certificate.objects.filter(result__in=results).order_by("seq"))
    files = {
        file.certificate_id: file for file in CertificateFile.objects.filter(certificate__in=certificates)
    }
    found = []
    if Counter(each.result_id for each in certificates) != Counter(results):
        found.append(f"{len(certificates)} certificates of {len(results)} awards")
    if [each.seq for each in certificates] != list(range(1, len(results) + 1)):
        found.append("the numbers have gaps or are given twice")
    found += [wrong for each in certificates if (wrong := fault_of(each, files.get(each.pk)))]
    told = Notice.objects.filter(
        path__startswith="/my/certificates", person__in=[c.holder_id for c in certificates]
    )
    if Counter(told.values_list("person", flat=True)) != Counter(c.holder_id for c in certificates):
        found.append("not every holder was told exactly once")
    if stuck := Job.objects.exclude(status=Job.Status.DONE).filter(kind__startswith="certificate.").count():
        found.append(f"{stuck} jobs are not done")
    broken = [
        truth.name
        for truth in all_invariants()
        if "certificate" in truth.name or "series" in truth.name
        if truth.broken()
    ]
    return found + broken


def fault_of(certificate: Certificate, file: CertificateFile | None) -> str:
    """What is wrong with the file of a certificate, or nothing."""
    if file is None:
        return f"{certificate}: no file"
    content = storage.read(file.sha256)
    if content is None or len(content) != file.size:
        return f"{certificate}: the file is not what is on record"
    judged = judge(content)
    if judged.word != "ours" or judged.certificate != certificate:
        return f"{certificate}: the file is of another"
    seals = [seal.intact and seal.whole and seal.in_force and seal.key == file.key for seal in judged.seals]
    return "" if seals == [True] else f"{certificate}: its seal does not hold"
