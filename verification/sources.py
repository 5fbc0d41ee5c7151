"""From what was achieved to the words of a certificate: every kind of source behind one shape (verification.kinds)."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet
from django.utils import translation

from centers.models import Center
from hcec.accounts.models import User
from testing.models import Result
from training.models import Completion
from verification.kinds import SOURCES, along, kind_of
from verification.lifecycles import RunStatus
from verification.models import AGAIN, Certificate, Citation, IssueRun
from verification.words import Pair, Signature, Words


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
    """A source that is ready for its certificate. `preparers` are the primary keys of who put it on record."""

    kind: str
    source: Result | Completion | Citation
    center: Center
    holder: User
    preparers: tuple[int | None, ...]

    @property
    def prepared_by(self) -> int | None:
        """Whom the certificate names as its preparer."""
        return self.preparers[0]

    def words(self, signatory: Signatory, on: date, second: Signature | None = None) -> Words:
        """What the paper will say if it is issued on that day (in Bangkok)."""
        own = SOURCES[self.kind].words(self.source)
        return replace(Words(**_common(self, signatory, on), **own), second=second)


def ready(kind: str, *, ordered: bool = False) -> QuerySet[Any]:
    """Every source of a kind that may have a certificate and has none that counts.

    Once its certificate is revoked a source is ready again where it was corrected since, or where the revocation itself
    asks for the next one; else only by an officer's order (`ordered`).
    """
    source = SOURCES[kind]
    certificates = Certificate.objects.filter(**{source.field: OuterRef("pk")})
    hinder = Q(revocation__isnull=True)
    if not ordered:
        for_good = ~Q(revocation__reason__in=AGAIN)
        hinder |= for_good & Q(result_version=OuterRef("version")) if source.versioned else for_good
    return source.rows().filter(~Exists(certificates.filter(hinder)))


def preparable(kind: str, person: int) -> QuerySet[Any]:
    """Of those ready, the ones that this person (primary key) may prepare: not her own, and in no run that waits."""
    runs = IssueRun.objects.filter(status=RunStatus.PREPARED, kind=kind)
    taken = Func(F("sources"), function="unnest", output_field=BigIntegerField())
    waiting = runs.annotate(source=taken).values("source")
    return ready(kind).exclude(**{SOURCES[kind].holder: person}).exclude(pk__in=waiting)


def allowed(kind: str, person: int) -> QuerySet[Any]:
    """Of those ready, the ones that this person (primary key) may issue: not their own, not what they put on record."""
    source, rows = SOURCES[kind], ready(kind)
    for path in (source.holder, *source.preparers):
        rows = rows.exclude(**{path: person})
    return rows


def award_of(source: Result | Completion | Citation) -> Award:
    """The award that a row from `ready` is; asks the database nothing where that query selected its relations."""
    kind = kind_of(source)
    about = SOURCES[kind]
    return Award(
        kind=kind,
        source=source,
        center=along(source, f"{about.group}__center"),
        holder=along(source, about.holder),
        preparers=tuple(along(source, f"{path}_id") for path in about.preparers),
    )


def both(text: Any) -> Pair:
    """A lazy text, or a function of none, read in Thai and in English."""
    words = {}
    for language in ("th", "en"):
        with translation.override(language):
            words[language] = str(text() if callable(text) else text)
    return Pair(words["th"], "" if words["en"] == words["th"] else words["en"])


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
