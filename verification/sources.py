"""From what was achieved to the words of a certificate: both kinds of source behind one shape."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils import timezone, translation

from centers.models import Center
from hcec.accounts.models import User
from testing.models import Band, Result
from testing.queries import certifiable_results
from training.models import Completion
from training.queries import certifiable_completions
from verification.lifecycles import RunStatus
from verification.models import AGAIN, Certificate, IssueRun, Kind
from verification.words import Mark, Pair, Signature, Words, plain_number


@dataclass(frozen=True)
class Signatory:
    """Who signs, in which seat of which office, as of the day of issue."""

    name: Pair
    position: Pair
    office: Pair
    capacity: Pair = Pair("")
    acts_from: date | None = None
    acts_until: date | None = None

    @property
    def signature(self) -> Signature:
        return Signature(self.name, self.position, self.office, self.capacity)


@dataclass(frozen=True)
class Award:
    """A completed training or a released result, ready for its certificate. `field` is its column there;
    `prepared_by` the primary key of who put it on record."""

    kind: str
    field: str
    source: Result | Completion
    center: Center
    holder: User
    prepared_by: int

    def words(self, signatory: Signatory, on: date, second: Signature | None = None) -> Words:
        """What the paper will say if it is issued on that day (in Bangkok)."""
        return replace(WORDS[self.kind](self, signatory, on), second=second)


FIELDS = {Kind.TEST_RESULT: "result", Kind.COMPLETION: "completion"}  # columns of a certificate
# Where a source names its holder and who put it on record.
PEOPLE = {
    Kind.TEST_RESULT: ("booking__person", "entered_by"),
    Kind.COMPLETION: ("enrolment__person", "decided_by"),
}


def ready(kind: str, *, ordered: bool = False) -> QuerySet[Any]:
    """Every source of a kind that may have a certificate and has none that counts.

    Once its certificate is revoked a source is ready again where it was corrected since, or where the revocation itself
    asks for the next one; else only by an officer's order (`ordered`).
    """
    field = FIELDS[kind]
    certificates = Certificate.objects.filter(**{field: OuterRef("pk")})
    hinder = Q(revocation__isnull=True)
    if kind == Kind.TEST_RESULT:
        sources = certifiable_results().prefetch_related("part_scores__part", "part_scores__band")
        if not ordered:
            hinder |= Q(result_version=OuterRef("version")) & ~Q(revocation__reason__in=AGAIN)
    else:
        sources = certifiable_completions()
        if not ordered:
            hinder |= ~Q(revocation__reason__in=AGAIN)
    return sources.filter(~Exists(certificates.filter(hinder)))


def preparable(kind: str, person: int) -> QuerySet[Any]:
    """Of those ready, the ones that this person (primary key) may prepare: not her own, and in no run that waits."""
    runs = IssueRun.objects.filter(status=RunStatus.PREPARED)
    taken = Func(F(f"{FIELDS[kind]}s"), function="unnest", output_field=BigIntegerField())
    waiting = runs.annotate(source=taken).values("source")
    return ready(kind).exclude(**{PEOPLE[kind][0]: person}).exclude(pk__in=waiting)


def allowed(kind: str, person: int) -> QuerySet[Any]:
    """Of those ready, the ones that this person (primary key) may issue: not their own, not what they put on record."""
    holder, preparer = PEOPLE[kind]
    return ready(kind).exclude(**{holder: person}).exclude(**{preparer: person})


def award_of(source: Result | Completion) -> Award:
    """The award that a row from `ready` is; asks the database nothing where that query selected its relations."""
    if isinstance(source, Result):
        booking = source.booking
        return Award(
            Kind.TEST_RESULT, "result", source, booking.session.center, booking.person, source.entered_by_id
        )
    enrolment = source.enrolment
    return Award(
        Kind.COMPLETION, "completion", source, enrolment.round.center, enrolment.person, source.decided_by_id
    )


def both(text: Any) -> Pair:
    """A lazy text, or a function of none, read in Thai and in English."""
    words = {}
    for language in ("th", "en"):
        with translation.override(language):
            words[language] = str(text() if callable(text) else text)
    return Pair(words["th"], "" if words["en"] == words["th"] else words["en"])


def named(row: Any) -> Pair:
    """Both names of a row of reference data."""
    return Pair(row.name_th, row.name_en)


def _common(award: Award, signatory: Signatory, on: date) -> dict[str, Any]:
    return {
        "kind": str(award.kind),
        "holder": Pair(award.holder.name_th, award.holder.name_en),
        "issuer": both(lambda: award.center.public_name),
        "issued_on": on,
        "signatory": signatory.name,
        "position": signatory.position,
        "office": signatory.office,
        "capacity": signatory.capacity,
        "acts_from": signatory.acts_from,
        "acts_until": signatory.acts_until,
    }


def _level(band: Band | None) -> Pair:
    return named(band) if band else Pair("")


def _result_words(award: Award, signatory: Signatory, on: date) -> Words:
    result: Result = award.source  # type: ignore[assignment]
    exam = result.booking.session.exam
    scores = sorted(result.part_scores.all(), key=lambda score: score.part.position)
    return Words(
        **_common(award, signatory, on),
        subject=named(exam),
        skill=named(exam.skill),
        starts_on=result.tested_on,
        ends_on=result.tested_on,
        valid_until=result.valid_until,
        parts=tuple(Mark(named(s.part), plain_number(s.score), _level(s.band)) for s in scores),
        overall=Mark(Pair("ภาพรวม", "Overall"), plain_number(result.total_score), _level(result.overall)),
    )


def _completion_words(award: Award, signatory: Signatory, on: date) -> Words:
    completion: Completion = award.source  # type: ignore[assignment]
    course_round = completion.enrolment.round
    return Words(
        **_common(award, signatory, on),
        subject=named(course_round.course),
        skill=named(course_round.course.skill),
        starts_on=timezone.localdate(course_round.starts_at),
        ends_on=timezone.localdate(course_round.ends_at),
        hours=plain_number(completion.hours),
    )


WORDS = {Kind.TEST_RESULT: _result_words, Kind.COMPLETION: _completion_words}
