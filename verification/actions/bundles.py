"""Papers as one ZIP: ordered by a press, made by a job part by part, fetched by whoever ordered it, gone after a week."""

import csv
import io
import os
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import tell_many
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.thai import thai_date
from verification import notices, storage
from verification.models import Bundle, Certificate
from verification.refusals import Refusal
from verification.words import Pair

KEPT = timedelta(days=7)
MOST = 20_000
PART = 250  # papers that are written at one go; after a kill the next try begins behind the last whole part


def order(rows: QuerySet[Certificate], *, by: User, at: datetime, key: str, title: Pair) -> Bundle:
    """Order the papers of these certificates that are there and count. The same key again gives the order that it began.
    Refuses none, and more than 20,000."""
    if known := Bundle.objects.filter(key=key).first():
        return known
    pks = list(
        rows.filter(file__isnull=False, revocation__isnull=True)
        .order_by("number")
        .values_list("pk", flat=True)[: MOST + 1]
    )
    if not pks:
        raise Refusal(_("There are no papers of valid certificates here yet."))
    if len(pks) > MOST:
        raise Refusal(_("More than %(most)s papers: choose fewer days, or one center.") % {"most": MOST})
    with transaction.atomic():
        bundle, created = Bundle.objects.get_or_create(
            key=key,
            defaults={
                "by": by,
                "asked_at": at,
                "title": asdict(title),
                "certificates": pks,
                "expires_at": at + KEPT,
            },
        )
        if created:
            audit.record("certificate.bundle", bundle, by=by, at=at, total=len(pks))
            outbox.enqueue("certificate.bundle", str(bundle.pk), bundle=bundle.pk)
            outbox.enqueue(
                "certificate.bundle.expire", str(bundle.pk), delay=KEPT, urgent=False, bundle=bundle.pk
            )
    return bundle


def make(bundle: Bundle, *, at: datetime) -> Bundle:
    """Make the ZIP, going on where an earlier try was killed, and tell whoever ordered it. Harmless when repeated."""
    if bundle.made_at is not None or bundle.expires_at <= at:
        return bundle
    bundle.folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    names = [part_of(bundle, number, pks) for number, pks in enumerate(parts(bundle))]
    with written(bundle.path) as whole:
        whole.writestr("index.csv", index_of(bundle))
        for name in names:
            with zipfile.ZipFile(name) as part:
                for paper in part.namelist():
                    whole.writestr(paper, part.read(paper))
    with transaction.atomic():
        bundle.size, bundle.made_at = bundle.path.stat().st_size, at
        bundle.save(update_fields=["size", "made_at"])
        tell_many([notices.bundle_made(bundle)])
    for name in names:
        name.unlink(missing_ok=True)
    return bundle


def expire(bundle: Bundle) -> None:
    """Take the files away; the row says what was ordered by whom."""
    shutil.rmtree(bundle.folder, ignore_errors=True)


def parts(bundle: Bundle) -> list[Sequence[int]]:
    pks = bundle.certificates
    return [pks[start : start + PART] for start in range(0, len(pks), PART)]


def done(bundle: Bundle) -> int:
    """How many papers lie in whole parts."""
    if bundle.made_at is not None:
        return len(bundle.certificates)
    return sum(len(pks) for number, pks in enumerate(parts(bundle)) if part_path(bundle, number).exists())


def part_path(bundle: Bundle, number: int) -> Path:
    return bundle.folder / f"part-{number:04d}.zip"


def part_of(bundle: Bundle, number: int, pks: Sequence[int]) -> Path:
    """The part, written unless it is there; a paper that is lost from the disk is an error, never left out."""
    path = part_path(bundle, number)
    if not path.exists():
        with written(path) as part:
            for certificate in (
                Certificate.objects.filter(pk__in=pks).select_related("file").order_by("number")
            ):
                content = storage.read(certificate.file.sha256)
                if content is None:
                    raise FileNotFoundError(certificate.file.path)
                part.writestr(f"{certificate.number}.pdf", content)
    return path


class written:
    """A ZIP that is whole under its name or not there at all. Papers are compressed already, so they are only stored."""

    def __init__(self, path: Path) -> None:
        self.path, self.making = path, path.with_suffix(f".{os.getpid()}.making")

    def __enter__(self) -> zipfile.ZipFile:
        self.archive = zipfile.ZipFile(self.making, "w", zipfile.ZIP_STORED)
        return self.archive

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self.archive.close()
        if kind is None:
            with open(self.making, "rb") as file:
                os.fsync(file.fileno())
            self.making.replace(self.path)
        else:
            self.making.unlink(missing_ok=True)


def index_of(bundle: Bundle) -> bytes:
    """What is in it, for a spreadsheet: UTF-8 with its mark, and no cell that begins a formula."""
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(
        [_("Certificate number"), _("Holder"), _("Certifies"), _("Issued on"), _("File"), "SHA-256"]
    )
    for pks in parts(bundle):
        for row in index_rows(pks):
            sheet.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def index_rows(pks: Sequence[int]) -> Iterator[list[str]]:
    for certificate in Certificate.objects.filter(pk__in=pks).select_related("file").order_by("number"):
        words = certificate.words
        yield [
            certificate.number, words.holder.th or words.holder.en, words.subject.th, thai_date(words.issued_on),
            f"{certificate.number}.pdf", certificate.file.sha256,
        ]  # fmt: skip
