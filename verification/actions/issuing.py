"""Issue certificates: numbers in order without gaps, each source once, words frozen (guideline 5.3.1)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction

from hcec.accounts.actions.notices import tell_many
from hcec.accounts.models import User
from hcec.core import audit, outbox, thai
from hcec.core.models import AuditEntry
from testing.models import Result
from verification import notices, numbers
from verification.actions import log, statuslists, templates
from verification.kinds import SOURCES
from verification.lifecycles import ISSUING
from verification.models import Certificate, IssueRun, Series
from verification.queries import templates as template_reads
from verification.queries.signatories import Signatures
from verification.refusals import Refusal
from verification.sources import Award, award_of, ready
from verification.words import Words

BATCH = 500  # larger transactions walk ever more dead versions of the counter row


def issue(
    kind: str,
    sources: Sequence[int],
    *,
    by: User,
    at: datetime,
    run: IssueRun | None = None,
    ordered: bool = False,
) -> list[Certificate]:
    """Issue the certificates of these sources (at most 500) that still have none, in one transaction.

    Left out without a word: what another run issued meanwhile, the issuer's own, and what the issuer put on record.
    Locks in this order, so that nothing leaks a number: run, sources, series, then the certificates, the log last.
    By an officer's order (`ordered`) also again for sources whose certificate is revoked for good.
    Refuses more than 500, and an issuer who holds no seat that issues.
    """
    if len(sources) > BATCH:
        raise Refusal(f"at most {BATCH} certificates in one transaction")
    with transaction.atomic():
        runs = IssueRun.objects.select_for_update(no_key=True).filter(status__in=ISSUING)
        if run is not None and not runs.filter(pk=run.pk):
            return []  # undone meanwhile
        awards = [award for award in locked(kind, sources, ordered=ordered) if not hindrance(award, by)]
        if not awards:
            return []
        first = draw({award.center.pk: count for award, count in per_center(awards)}, thai.fiscal_year(at))
        certificates = Certificate.objects.bulk_create(made(awards, first, by=by, at=at, run=run))
        statuslists.open_for(certificates)
        AuditEntry.objects.bulk_create(
            audit.entry("certificate.issue", each, by=by, at=at, number=each.number) for each in certificates
        )
        outbox.enqueue_many("certificate.render", [(str(c.pk), {"certificate": c.pk}) for c in certificates])
        if run is None or not run.is_held(at):  # else the release tells them
            tell_many(notices.issued(certificate) for certificate in certificates)
        log.issued(certificates)
    return certificates


def words_today(award: Award, *, by: User, at: datetime) -> Words:
    """The words that would be frozen if `by` issued this now. Refuses as `issue` does where nobody can sign."""
    return Signatures([award], template_reads.shown(award.kind), by=by, at=at).words(award)


def hindrance(award: Award, by: User) -> str:
    """Why this person may not issue this certificate: "own", "prepared", or nothing."""
    if award.holder.pk == by.pk:
        return "own"
    return "prepared" if by.pk in award.preparers else ""


def locked(kind: str, sources: Sequence[int], *, ordered: bool = False) -> list[Award]:
    """The sources under lock, then (asked after the lock, so that the answer is true) those without certificate."""
    rows = ready(kind).model._default_manager.filter(pk__in=sources).order_by("pk")
    held = [row.pk for row in rows.select_for_update(no_key=True).only("pk")]
    return [award_of(row) for row in ready(kind, ordered=ordered).filter(pk__in=held).order_by("pk")]


def per_center(awards: Sequence[Award]) -> Iterator[tuple[Award, int]]:
    """One award of each center, with how many there are."""
    counts = Counter(award.center.pk for award in awards)
    any_of = {award.center.pk: award for award in awards}
    return ((any_of[pk], count) for pk, count in counts.items())


def draw(counts: dict[int, int], fiscal_year: int) -> dict[int, tuple[Series, int]]:
    """Take so many numbers for each center under the lock of its series: the series and the first number."""
    known = Series.objects.filter(center__in=counts, fiscal_year=fiscal_year)
    for center in sorted(set(counts) - set(known.values_list("center", flat=True))):
        Series.objects.get_or_create(center_id=center, fiscal_year=fiscal_year)
    series = list(
        known.select_for_update(of=("self",), no_key=True).select_related("center").order_by("center")
    )
    first = {each.center_id: (each, each.last + 1) for each in series}
    for each in series:
        each.last += counts[each.center_id]
    Series.objects.bulk_update(series, ["last"])
    return first


def made(
    awards: Iterable[Award],
    first: dict[int, tuple[Series, int]],
    *,
    by: User,
    at: datetime,
    run: IssueRun | None,
) -> list[Certificate]:
    """The rows, each with the next number of its center's series."""
    awards = list(awards)
    version = templates.in_force(awards[0].kind, at=at)
    signs, before = Signatures(awards, version, by=by, at=at), editions(awards)
    given: Counter[int] = Counter()
    rows = []
    for award in awards:
        series, start = first[award.center.pk]
        seq = start + given[award.center.pk]
        given[award.center.pk] += 1
        row = Certificate(
            series=series, seq=seq, number=numbers.draw(series.center.code, series.fiscal_year, seq), kind=award.kind,
            holder=award.holder, facts=signs.words(award).as_facts(), issued_at=at, issued_by=by,
            prepared_by_id=award.prepared_by, run=run, public_from=run and run.public_from,
            template_version=version, replaces=before.get(award.source.pk),
        )  # fmt: skip
        row.edition = row.replaces.edition + 1 if row.replaces else 1
        setattr(row, SOURCES[award.kind].field, award.source)
        if isinstance(award.source, Result):
            row.result_version = award.source.version
        rows.append(row)
    return rows


def editions(awards: Sequence[Award]) -> dict[int, Certificate]:
    """The last certificate that each source had before, by the source's primary key."""
    field = SOURCES[awards[0].kind].field
    earlier = Certificate.objects.filter(**{f"{field}__in": [award.source.pk for award in awards]})
    return {getattr(each, f"{field}_id"): each for each in earlier.order_by("edition")}
