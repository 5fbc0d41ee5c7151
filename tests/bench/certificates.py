"""500 certificates through the real path (run, outbox, Celery worker, seals, files), against WeasyPrint and pyHanko as most call them.

Both sides are measured on the same machine in turns. Each file of the real path is opened, read back, and its QR scanned and its
seal checked. `--full`: 10,000 of them, from which the time of 100,000 is reckoned.
"""

import io
import json
import os
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from hcec.supervise import wait_until
from tests.bench.harness import House, Pair, house, report

COUNT, FULL = 500, 10_000
SEATS = 500  # of a session
LOOKED_AT = 500  # files are opened and read back
NAIVE = 25  # of them, in each of so many rounds
ROUNDS = 3


def main(json: bool, full: bool = False) -> None:
    with house("certificates", web=False, beat=True) as here:
        here.django()
        measured = measure(here, FULL if full else COUNT)
    report("certificates", json=json, **measured)


def measure(here: House, count: int) -> dict[str, Any]:
    """Issue, wait, check; then draw the same certificates in turns by both ways in this process."""
    from verification.models import Certificate

    director, results = ready_results(count)
    seconds, cpu, memory = through_the_real_path(here, director, results)
    certificates = list(
        Certificate.objects.select_related("series__center", "file__key", "template_version").order_by("seq")
    )
    ours, naive, signed, naively_signed = in_turns(certificates)
    faults = broken_files(certificates[:: max(1, count // LOOKED_AT)])
    counts = {
        "issued": len(certificates), "seconds from press to last file": round(seconds, 2),
        "worker CPU seconds": round(cpu, 2), "certificates a second and core, everything": round(count / cpu, 1),
        "worker memory, first quarter and end, MB": memory, "100,000 reckoned from this run, minutes": round(seconds / count * 100_000 / 60, 1),
        "bytes a file (median)": median(certificate.file.size for certificate in certificates), "faults": faults[:5],
    }  # fmt: skip
    must = {
        f"exactly {count} issued": len(certificates) == count,
        "numbers 1 to the last without gap": [c.seq for c in certificates] == list(range(1, count + 1)),
        "every file opens, reads back, holds its row, its QR leads to its own answer, and its seal holds": not faults,
        "every file is at most 60 kB": all(certificate.file.size <= 60_000 for certificate in certificates),
        "no invariant is broken": not broken_truths(),
        "the worker's memory does not grow with the count": memory[1] <= memory[0] * 1.25 + 20,
        "paper and seal take a hundredth of the naive way": median(signed) <= median(naively_signed) / 100,
    }
    pairs = [
        Pair("the paper alone", ours, "WeasyPrint called for each certificate", naive, "CPU ms each", less=True),
        Pair(
            "the paper with its seal", signed, "WeasyPrint and pyHanko called for each certificate", naively_signed, "CPU ms each",
            less=True,
        ),
        Pair(
            "everything: number, row, audit, notice, job, paper, seal, file", [count / cpu],
            "the paper alone by WeasyPrint called for each", [1000 / ms for ms in naive], "certificates a second and core",
        ),
    ]  # fmt: skip
    return {"pairs": pairs, "counts": counts, "must": must}


def ready_results(count: int) -> tuple[Any, list[int]]:
    """A director, and so many released results of sessions of 500 at her center, with real Thai names."""
    import random
    from uuid import uuid4

    from pythainlp.corpus import thai_family_names, thai_female_names

    from hcec.accounts.models import User
    from testing import numbers
    from testing.lifecycles import BookingStatus, ResultStatus
    from testing.models import Band, Booking, ExamPart, PartScore, Result
    from tests.factories.accounts import PersonFactory
    from tests.factories.centers import CenterFactory, RoomFactory
    from tests.factories.testing import ExamFactory, finalised_session
    from tests.factories.verification import director_of

    chosen = random.Random(2569)
    first, family = sorted(thai_female_names()), sorted(thai_family_names())
    center = CenterFactory(code="HCEC-38-01", name_th="ศูนย์ HCEC โรงเรียนพรเจริญวิทยา")
    exam = ExamFactory(parts=["listening", "speaking", "reading", "writing"])
    sessions = [
        finalised_session(room=RoomFactory(center=center, seats=SEATS), exam=exam)
        for _ in range(0, count, SEATS)
    ]
    people = User.objects.bulk_create(
        User(email=f"b{n}@example.org", title="นางสาว", first_name_th=chosen.choice(first), last_name_th=chosen.choice(family),
             first_name_en=f"Somjai{n}", last_name_en="Jaidee", password="!")
        for n in range(count)
    )  # fmt: skip
    bookings = Booking.objects.bulk_create(
        Booking(session=session, person=person, status=BookingStatus.ATTENDED, seat_no=n, code=numbers.new_code(),
                idempotency_key=uuid4(), starts_at=session.starts_at, ends_at=session.ends_at, booked_at=session.opens_at,
                marked_at=session.starts_at, marked_by=session.created_by)
        for start, session in enumerate(sessions)
        for n, person in enumerate(people[start * SEATS : (start + 1) * SEATS], 1)
    )  # fmt: skip
    clerk, releaser, bands = (
        PersonFactory(),
        PersonFactory(),
        list(Band.objects.filter(scale=exam.scale).order_by("rank")),
    )
    results = Result.objects.bulk_create(
        Result(booking=booking, scale=exam.scale, overall=chosen.choice(bands), total_score=chosen.randint(20, 100),
               status=ResultStatus.RELEASED, entered_by=clerk, entered_at=booking.ends_at + timedelta(hours=1),
               released_by=releaser, released_at=booking.ends_at + timedelta(hours=2))
        for booking in bookings
    )  # fmt: skip
    parts = list(ExamPart.objects.filter(exam=exam).order_by("position"))
    PartScore.objects.bulk_create(
        PartScore(result=result, part=part, score=chosen.randint(5, 25), band=chosen.choice(bands))
        for result in results
        for part in parts
    )
    return director_of(center), [result.pk for result in results]


def issued(count: int) -> list[str]:
    """The numbers of so many certificates of one session, issued by the action and without their papers."""
    from testing.models import Result
    from tests.factories.verification import issue_results

    director, pks = ready_results(count)
    batches = (
        Result.objects.filter(pk__in=pks[start : start + 500]).order_by("pk")
        for start in range(0, count, 500)
    )
    return [each.number for rows in batches for each in issue_results(*rows, by=director)]


def through_the_real_path(
    here: House, director: Any, results: list[int]
) -> tuple[float, float, tuple[float, float]]:
    """Press, and wait for the last file: wall seconds, CPU seconds and memory (MB) of the worker with its children."""
    from tests.factories.verification import approved_run
    from verification.models import IssueRun
    from verification.queries.runs import progress

    worker = here.processes["worker"].child
    assert worker is not None
    wait_until(lambda: cpu_of(worker.pid) > 1, seconds=60, process=here.processes["worker"])
    time.sleep(2)
    cpu, started = cpu_of(worker.pid), time.perf_counter()
    run = approved_run(by=director, key="bench", results=results)
    memory = []
    for part in (4, 1):
        if not wait_until(
            lambda part=part: progress(IssueRun.objects.get(pk=run.pk)).made * part >= len(results),  # type: ignore[misc]
            seconds=1800,
            process=here.processes["worker"],
            pause=0.1,
        ):
            raise RuntimeError(f"the run did not finish: {progress(run)}")
        memory.append(memory_of(worker.pid))
    return time.perf_counter() - started, cpu_of(worker.pid) - cpu, (memory[0], memory[1])


def memory_of(pid: int) -> float:
    """MB that a process and its children hold in memory, shared pages counted in shares."""
    family = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    held = 0
    for each in family:
        try:
            lines = Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has ended between two looks
            continue
        held += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return round(held / 1024, 1)


def cpu_of(pid: int) -> float:
    """CPU seconds of a process and all that it started."""
    parents, used = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        child = int(stat.parent.name)
        parents[child], used[child] = int(fields[1]), sum(map(int, fields[11:15]))
    family, more = {pid}, True
    while more:
        more = {child for child, parent in parents.items() if parent in family} - family
        family |= more
    return sum(used.get(child, 0) for child in family) / os.sysconf("SC_CLK_TCK")


def in_turns(certificates: list[Any]) -> tuple[list[float], list[float], list[float], list[float]]:
    """CPU milliseconds of one paper, ours and the naive way, then both with their seal; the first of each warms up.

    Ours has the proof of the log in hand, as a message's papers have it in common; the naive paper carries none.
    """
    from verification import paper
    from verification.actions import papers
    from verification.queries import log
    from verification.signing import keys

    key, proofs = keys.configured(), log.proofs_for_keeps(certificates[:200])

    def plain(certificate: Any) -> bytes:
        return paper.pdf_of(certificate, proofs[certificate.pk])

    def sealed(certificate: Any) -> bytes:
        return papers.drawn(certificate, key, at=certificate.issued_at, logged=proofs[certificate.pk])

    ways = (plain, naive_pdf, sealed, naively_sealed)
    rounds: list[list[float]] = [[], [], [], []]
    for way in ways:
        way(certificates[0])
    for number in range(ROUNDS):
        few, many = certificates[number * NAIVE : (number + 1) * NAIVE], certificates[:200]
        for way, measured in zip(ways, rounds, strict=True):
            measured.append(cpu_ms(way, many if way in (plain, sealed) else few))
    return rounds[0], rounds[1], rounds[2], rounds[3]


def naively_sealed(certificate: Any) -> bytes:
    """The naive paper, signed as pyHanko's documentation shows it: the key file opened, the writer built, each time."""
    from django.conf import settings
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer = signers.SimpleSigner.load_pkcs12(
        settings.SIGNING_KEY, passphrase=settings.SIGNING_PASSPHRASE.encode()
    )
    about = signers.PdfSignatureMetadata(
        field_name="Seal", subfilter=fields.SigSeedSubFilter.PADES, certify=True
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(naive_pdf(certificate)))
    return signers.sign_pdf(writer, about, signer=signer).getvalue()


def cpu_ms(draw: Any, certificates: list[Any]) -> float:
    started = time.process_time()
    for certificate in certificates:
        draw(certificate)
    return (time.process_time() - started) * 1000 / len(certificates)


def naive_pdf(certificate: Any) -> bytes:
    """The same paper by WeasyPrint as its documentation shows it: HTML, CSS and fonts given anew each time."""
    import fontpkg_sarabun
    from django.conf import settings
    from django.template.loader import render_to_string
    from weasyprint import CSS, HTML, Attachment

    from hcec.core.pdf.fetcher import FONTS
    from verification.paper import document
    from verification.paper.design import design_of

    about = {"number": certificate.number, "address": certificate.address}
    design = design_of(certificate.template_version, certificate.kind)
    context = {**document.context(certificate.words, design, **about), "title": certificate.number}
    static, fonts = settings.BASE_DIR / "static", Path(fontpkg_sarabun.ROOT) / "files"
    html = render_to_string(document.TEMPLATE, context).replace("hcec:static", static.as_uri())
    html = html.replace("hcec:image", (static / "verification").as_uri())
    faces = "".join(
        f'@font-face {{ font-family: Sarabun; font-weight: {weight}; src: url("{(fonts / name).as_uri()}"); }}'
        for weight, name in FONTS.items()
    )
    files = document.attachments(certificate.words, issued_at=certificate.issued_at, **about)
    return HTML(string=html).write_pdf(
        stylesheets=[CSS(string=faces), CSS(filename=static / "css" / "print.css")],
        attachments=[
            Attachment(string=file.content, name=file.name, relationship=file.relationship) for file in files
        ],
        pdf_variant="pdf/a-3b",
        pdf_identifier=certificate.number.encode(),
    )


def broken_files(certificates: list[Any]) -> list[str]:
    """What is wrong with the stored files, in words."""
    import pypdf
    import pypdfium2
    import zxingcpp

    from tests.core.reading import by_pdfium, plain
    from tests.reliability.issue_truths import fault_of
    from verification import storage

    faults = []
    for certificate in certificates:
        content = storage.read(certificate.file.sha256) or b""
        try:
            lines = by_pdfium(content).splitlines()
            wanted = [plain(certificate.words.holder.th), certificate.number]
            attached = json.loads(pypdf.PdfReader(io.BytesIO(content)).attachments["certificate.json"][0])
            codes = [
                code.text
                for code in zxingcpp.read_barcodes(pypdfium2.PdfDocument(content)[0].render(scale=2).to_pil())
            ]
        except Exception as fault:
            faults.append(f"{certificate.number}: {fault!r}")
            continue
        if wrong := fault_of(certificate, certificate.file):
            faults.append(wrong)
        if any(word not in lines for word in wanted):
            faults.append(f"{certificate.number}: {wanted} not read back")
        if attached["facts"] != certificate.facts:
            faults.append(f"{certificate.number}: other data inside")
        if codes != [certificate.address]:
            faults.append(f"{certificate.number}: QR says {codes}")
    return faults


def broken_truths() -> list[str]:
    from hcec.core.integrity import all_invariants

    return [
        truth.name
        for truth in all_invariants()
        if "certificate" in truth.name or "series" in truth.name
        if truth.broken()
    ]
