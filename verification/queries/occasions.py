"""Reads of occasions: those of a branch, who is named in one and how far that is, and people looked up for one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from hcec.accounts import found
from hcec.accounts.models import User
from hcec.accounts.queries.people import local
from hcec.accounts.refusals import Refusal as NotFound
from hcec.core import thai
from hcec.core.access import Access, Permission
from verification.lifecycles import RunStatus
from verification.models import AGAIN, Certificate, Citation, IssueRun, Occasion

FEW_DIGITS = 5  # more than these, and what was typed may be the number of a card


def occasions(access: Access) -> QuerySet[Occasion]:
    """Those of the centers for which a person prepares certificates, with how many they name and how many are issued."""
    stands = Q(citations__withdrawn_at__isnull=True, citations__isnull=False)
    counts = Q(citations__certificates__isnull=False, citations__certificates__revocation__isnull=True)
    return (
        Occasion.objects.within(access, Permission.CERTIFICATE_PREPARE)
        .select_related("center__province", "skill", "entered_by")
        .annotate(
            people=Count("citations", stands, distinct=True),
            issued=Count("citations__certificates", counts, distinct=True),
        )
    )


def citations(occasion: Occasion) -> QuerySet[Citation]:
    """Everybody who is or was named, with the latest certificate and whether a run waits."""
    certificates = Certificate.objects.filter(citation=OuterRef("pk")).order_by("-edition")
    taken = Func(F("sources"), function="unnest", output_field=BigIntegerField())
    runs = IssueRun.objects.filter(kind=occasion.kind, status=RunStatus.PREPARED).annotate(source=taken)
    return occasion.citations.select_related("person").annotate(
        number=Subquery(certificates.values("number")[:1]),
        ended=Subquery(certificates.values("revocation__reason")[:1]),
        waits=Exists(Citation.objects.filter(pk=OuterRef("pk"), pk__in=runs.values("source"))),
    )


def state(citation: Citation) -> str:
    """How far a row of `citations` is: ready, prepared, issued, revoked or withdrawn."""
    if citation.withdrawn_at is not None:
        return "withdrawn"
    if citation.number and citation.ended not in AGAIN:
        return "revoked" if citation.ended else "issued"
    return "prepared" if citation.waits else "ready"


def named(occasion: Occasion) -> QuerySet[Citation]:
    """The primary keys of who is named."""
    return occasion.citations.filter(withdrawn_at__isnull=True).values_list("person", flat=True)


def hindrance(occasion: Occasion, person: User, by: User) -> str:
    """Why `by` cannot name this person, or nothing."""
    if person.pk == by.pk:
        return _("Nobody cites themself.")
    if person.pk == occasion.entered_by_id:
        return _("This person put the occasion on record: its words must be another officer’s.")
    if not person.has_name:
        return _("The profile of this account has no name yet.")
    return ""


@dataclass(frozen=True)
class Wrong:
    """A line that names nobody: its place, what was typed as a page may show it, and why."""

    line: int
    shown: str
    why: str

    def __str__(self) -> str:
        return _("Line %(line)s, %(typed)s: %(why)s") % {
            "line": self.line,
            "typed": self.shown,
            "why": self.why,
        }


def looked_up(typed: str, occasion: Occasion, *, by: User) -> tuple[list[User], list[Wrong]]:
    """The people of the lines and the lines that name nobody. A line is an e-mail address, a national ID, a passport or a
    telephone number, whole and exact; numbers count against the searches of an hour (`hcec.accounts.found`)."""
    people, wrong, taken = [], [], set(named(occasion))
    for number, line, answer in _answers(typed, occasion, by):
        why = answer if isinstance(answer, str) else hindrance(occasion, answer, by)
        if isinstance(answer, User) and not why and answer.pk in taken:
            why = _("This person is named already.")
        if isinstance(answer, User) and not why:
            people.append(answer)
        else:
            wrong.append(Wrong(number, shown(line), why))
    return list(dict.fromkeys(people)), wrong


def _answers(typed: str, occasion: Occasion, by: User) -> Iterator[tuple[int, str, User | str]]:
    """Each line with its person, or why there is none. All addresses are asked for at once."""
    lines = [
        (number, line.strip()) for number, line in enumerate(typed.splitlines(), start=1) if line.strip()
    ]
    addresses = {line.lower() for _number, line in lines if "@" in line}
    accounts = {person.email: person for person in User.objects.filter(email__in=addresses, is_active=True)}
    for number, line in lines:
        if "@" in line:
            yield number, line, accounts.get(line.lower()) or _("Nobody with this address has an account.")
            continue
        try:
            _asked, people = found.look(line, occasion, by=by)
        except NotFound as refusal:
            yield number, line, str(refusal)
            continue
        if len(people) > 1:
            yield number, line, _("Several people have this number. Give an e-mail address.")
        else:
            yield number, line, people[0] if people else _("Nobody with this number has an account.")


def shown(line: str) -> str:
    """What was typed as a page may show it again: of what may be the number of a card only the last three signs."""
    plain = thai.arabic_digits(line)
    digits = sum(sign.isdigit() for sign in plain)
    if "@" in line or digits <= FEW_DIGITS or local(thai.national_id_clean(plain)):
        return line
    return f"…{line[-3:]}"
