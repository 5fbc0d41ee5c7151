"""The kinds of certificate as one table: what each is issued from, where that names what else asks, and what its paper says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from testing.models import Exam, Result, Session
from testing.queries import certifiable_results
from training.models import Completion, Course, Round
from training.queries import certifiable_completions
from verification.models import Certificate, Citation, Kind, Occasion
from verification.words import Mark, Pair, plain_number


@dataclass(frozen=True)
class Source:
    """What the certificates of a kind are issued from. Paths are lookups of Django's from a row of `rows`.

    `group` is the session, round or occasion it belongs to, `of` what that is a session or round of (empty: of itself).
    `preparers` put it on record: none of them issues it, and the first stands on the certificate.
    """

    field: str  # its column of a certificate
    rows: Callable[[], QuerySet[Any]]  # all that may have a certificate, with everything a paper prints
    group: str
    groups: Callable[[], QuerySet[Any]]
    starts: str  # the field of a group that says when it began
    of: str
    subjects: Callable[[], QuerySet[Any]]  # what anybody may read of as an achievement
    holder: str
    preparers: tuple[str, ...]
    since: str  # when it was put on record for good
    words: Callable[[Any], dict[str, Any]]
    versioned: bool = False  # it is corrected under its certificate, and counts its versions

    @property
    def subject(self) -> str:
        """Where a source names what it is of."""
        return f"{self.group}__{self.of}" if self.of else self.group


def along(row: Any, path: str) -> Any:
    """What a lookup's path leads to from a row."""
    return reduce(getattr, path.split("__"), row)


def named(row: Any) -> Pair:
    """Both names of a row of reference data; empty for none."""
    return Pair(row.name_th, row.name_en) if row else Pair("")


def _results() -> QuerySet[Result]:
    return certifiable_results().prefetch_related("part_scores__part", "part_scores__band")


def _citations(kind: Kind) -> QuerySet[Citation]:
    """The citations of a kind that stand."""
    rows = Citation.objects.filter(
        occasion__kind=kind, withdrawn_at__isnull=True, occasion__withdrawn_at__isnull=True
    )
    return rows.select_related("person", "occasion__center__province", "occasion__skill").order_by(
        "entered_at", "pk"
    )


def _occasions(kind: Kind) -> QuerySet[Occasion]:
    return Occasion.objects.filter(kind=kind)


def _known_occasions(kind: Kind) -> QuerySet[Occasion]:
    """Those of which a certificate is public: before that nobody outside learns of them."""
    certificates = Certificate.objects.public().filter(kind=kind)
    return _occasions(kind).filter(pk__in=certificates.values("citation__occasion"))


def _result_words(result: Result) -> dict[str, Any]:
    exam = result.booking.session.exam
    scores = sorted(result.part_scores.all(), key=lambda score: score.part.position)
    return {
        "subject": named(exam),
        "skill": named(exam.skill),
        "starts_on": result.tested_on,
        "ends_on": result.tested_on,
        "valid_until": result.valid_until,
        "parts": tuple(Mark(named(s.part), plain_number(s.score), named(s.band)) for s in scores),
        "overall": Mark(Pair("ภาพรวม", "Overall"), plain_number(result.total_score), named(result.overall)),
    }


def _completion_words(completion: Completion) -> dict[str, Any]:
    course_round = completion.enrolment.round
    return {
        "subject": named(course_round.course),
        "skill": named(course_round.course.skill),
        "starts_on": timezone.localdate(course_round.starts_at),
        "ends_on": timezone.localdate(course_round.ends_at),
        "hours": plain_number(completion.hours),
    }


def _citation_words(citation: Citation) -> dict[str, Any]:
    occasion = citation.occasion
    return {
        "subject": named(occasion),
        "skill": named(occasion.skill),
        "starts_on": occasion.starts_on,
        "ends_on": occasion.ends_on,
        "hours": plain_number(occasion.hours),
        "role": Pair(citation.role_th, citation.role_en),
    }


def _cited(kind: Kind) -> Source:
    return Source(
        field="citation",
        rows=partial(_citations, kind),
        group="occasion",
        groups=partial(_occasions, kind),
        starts="starts_on",
        of="",
        subjects=partial(_known_occasions, kind),
        holder="person",
        preparers=("entered_by", "occasion__entered_by"),
        since="entered_at",
        words=_citation_words,
    )


SOURCES: Mapping[str, Source] = MappingProxyType(
    {
        Kind.TEST_RESULT: Source(
            field="result",
            rows=_results,
            group="booking__session",
            groups=Session.objects.all,
            starts="starts_at",
            of="exam",
            subjects=Exam.objects.all,
            holder="booking__person",
            preparers=("entered_by",),
            since="released_at",
            words=_result_words,
            versioned=True,
        ),
        Kind.COMPLETION: Source(
            field="completion",
            rows=certifiable_completions,
            group="enrolment__round",
            groups=Round.objects.all,
            starts="starts_at",
            of="course",
            subjects=Course.objects.all,
            holder="enrolment__person",
            preparers=("decided_by",),
            since="decided_at",
            words=_completion_words,
        ),
        Kind.RECOGNITION: _cited(Kind.RECOGNITION),
        Kind.ATTESTATION: _cited(Kind.ATTESTATION),
    }
)


def kind_of(source: Result | Completion | Citation) -> Kind:
    """Of which kind the certificate of this source is."""
    if isinstance(source, Citation):
        return Kind(source.occasion.kind)
    return Kind.TEST_RESULT if isinstance(source, Result) else Kind.COMPLETION
