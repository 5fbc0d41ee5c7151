"""Every printed fact of a certificate with its name, in both languages and in the order of the paper: for whoever compares."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from hcec.core.thai import thai_date_long, thai_date_range
from verification.models import Certificate, Part, Reason
from verification.queries.issuers import succession
from verification.sources import both
from verification.words import Mark, Pair, Words

ALWAYS = ""
# What the holder did, by kind of certificate.
DID = {
    "completion": _("Completed the training"),
    "test_result": _("Took the test"),
    "recognition": _("Recognised for"),
    "attestation": _("Attested to have served in"),
}
WHEN = {"recognition": _("Period"), "attestation": _("Served on")}


class Fact(NamedTuple):
    """One line: what it is called, what the paper says (in both languages), and the part of a link it belongs to."""

    label: str | Promise | Pair
    texts: tuple[Pair, ...]
    part: str = ALWAYS
    strong: bool = False


def facts_of(
    words: Words, number: str | Promise, parts: Collection[str] = Part.values, legal: Collection[Fact] = ()
) -> SafeString:
    """The facts as `_facts.html` shows them, then `legal`; with `parts` those alone and what is always shown."""
    shown = {ALWAYS, *parts}
    return drawn((*(fact for fact in _facts(words, number) if fact.part in shown), *legal))


def in_whose_name(certificate: Certificate) -> Iterator[Fact]:
    """The issuer's legal name on the day of issue and, where it is called otherwise now, today's (row J12)."""
    then, today = succession(certificate)
    if then:
        yield Fact(_("In the name of"), (then,))
    if today:
        yield Fact(_("Called today"), (today,))


def revocation_of(certificate: Certificate) -> SafeString:
    """What the public reads of a certificate that was taken back: when, by which office, for what kind of reason."""
    revocation = certificate.revocation
    facts = [
        Fact(_("Certificate number"), (Pair(certificate.number),), strong=True),
        Fact(_("Revoked on"), (_days(lambda to: thai_date_long(revocation.revoked_at, to)),), strong=True),
        Fact(_("Revoked by"), (revocation.office_name,)),
        Fact(_("Kind of reason"), (both(Reason(revocation.reason).label),)),
        Fact(_("Issued on"), (_days(lambda to: thai_date_long(certificate.words.issued_on, to)),)),
    ]
    return drawn(facts)


def drawn(facts: Iterable[Fact]) -> SafeString:
    """The facts as the inside of a list of names and values; by hand, since a template takes ten times as long."""
    return mark_safe("".join(_line(fact) for fact in facts))


def _line(fact: Fact) -> str:
    return f"<div><dt>{conditional_escape(str(fact.label))}</dt><dd>{'<br>'.join(_texts(fact))}</dd></div>"


def _texts(fact: Fact) -> list[str]:
    tag = "strong" if fact.strong else "span"
    shown = []
    for text in fact.texts:
        if text.th:
            shown.append(f'<{tag} lang="th">{conditional_escape(text.th)}</{tag}>')
        if text.en and text.en != text.th:
            shown.append(f'<span lang="en">{conditional_escape(text.en)}</span>')
    return shown


def _facts(words: Words, number: str | Promise) -> Iterator[Fact]:
    yield Fact(_("Certificate number"), (Pair(str(number)),), Part.NUMBER, strong=True)
    yield Fact(_("Name"), (words.holder,), strong=True)
    yield Fact(DID[words.kind], (words.subject,), strong=True)
    if words.role:
        yield Fact(_("As"), (words.role,))
    if words.hours:
        yield Fact(_("Hours"), (Pair(words.hours),), Part.TIME)
    yield Fact(
        WHEN.get(words.kind, _("Held on")),
        (_days(lambda to: thai_date_range(words.starts_on, words.ends_on, to)),),
        Part.TIME,
    )
    for mark in words.parts:
        yield Fact(mark.name, (_mark(mark),), Part.MARKS)
    if words.overall:
        yield Fact(words.overall.name, (_mark(words.overall),), Part.MARKS, strong=True)
    if until := words.valid_until:
        yield Fact(_("Valid until"), (_days(lambda to: thai_date_long(until, to)),), Part.VALIDITY)
    yield Fact(_("Issued by"), (words.issuer,), Part.SIGNATORY)
    yield Fact(_("Given on"), (_days(lambda to: thai_date_long(words.issued_on, to)),))
    for place, signature in enumerate(words.signatures):
        texts: tuple[Pair, ...] = (signature.name, signature.seat, signature.office)
        if place == 0 and words.acts_from and words.acts_until:
            texts += (_appointed(words.acts_from, words.acts_until),)
        yield Fact(_("Signed by"), texts, Part.SIGNATORY)


def _appointed(first: date, last: date) -> Pair:
    """From and until which day somebody signs for another."""
    days = _days(lambda to: thai_date_range(first, last, to))
    said = both(_("by an appointment of %(days)s"))
    return Pair(said.th % {"days": days.th}, said.en % {"days": days.en})


def _days(say: Callable[[str], str]) -> Pair:
    """Days as each language writes them: in the Buddhist and in the common era."""
    return Pair(say("th"), say("en"))


def _mark(mark: Mark) -> Pair:
    """A level with its score, in each language that has a word for it."""
    if not mark.level:
        return Pair(mark.score)
    return Pair(
        *(
            " · ".join(filter(None, (level, mark.score))) if level else ""
            for level in (mark.level.th, mark.level.en)
        )
    )
