"""Put on record what people are honoured for or what is attested of them, and who they are (guideline 5.3.1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.models import AuditEntry
from verification.lifecycles import RunStatus
from verification.models import Citation, IssueRun, Kind, Occasion
from verification.queries import occasions as reads
from verification.refusals import Refusal

FIELDS = ("name_th", "name_en", "skill", "starts_on", "ends_on", "hours")


def record(
    center: Center, kind: str, fields: Mapping[str, Any], *, by: User, at: datetime, key: str
) -> Occasion:
    """A new occasion. The same key again gives the one that it began. Refuses to attest what is not over."""
    if known := Occasion.objects.filter(key=key).first():
        return known
    _refuse_what_is_to_come(kind, fields, at)
    with transaction.atomic():
        occasion, created = Occasion.objects.get_or_create(
            key=key,
            defaults={
                "center": center, "kind": kind, "entered_by": by, "entered_at": at,
                **{name: fields.get(name) for name in FIELDS},
            },
        )  # fmt: skip
        if created:
            audit.record("occasion.record", occasion, by=by, at=at, kind=kind)
    return occasion


def correct(occasion: Occasion, fields: Mapping[str, Any], *, by: User, at: datetime) -> Occasion:
    """Other words for an occasion; whoever writes them answers for them from now on. Refuses one that is withdrawn, one of
    which a certificate counts or waits for approval, and a person who is named in it."""
    with transaction.atomic():
        held = _open(occasion)
        _refuse_what_is_to_come(held.kind, fields, at)
        _refuse_while_certified(held)
        if held.citations.filter(person=by, withdrawn_at__isnull=True).exists():
            raise Refusal(_("You are named here yourself: another officer corrects it."))
        for name in FIELDS:
            setattr(held, name, fields.get(name))
        held.entered_by, held.entered_at = by, at
        held.save(update_fields=[*FIELDS, "entered_by", "entered_at"])
        audit.record("occasion.correct", held, by=by, at=at)
    return held


def withdraw(occasion: Occasion, *, by: User, at: datetime) -> Occasion:
    """Nothing is issued of it any more; it stays on record. Refuses while a certificate of it counts or waits for approval."""
    with transaction.atomic():
        held = _open(occasion)
        _refuse_while_certified(held)
        held.withdrawn_by, held.withdrawn_at = by, at
        held.save(update_fields=["withdrawn_by", "withdrawn_at"])
        audit.record("occasion.withdraw", held, by=by, at=at)
    return held


def cite(
    occasion: Occasion,
    people: Sequence[User],
    *,
    by: User,
    at: datetime,
    role_th: str = "",
    role_en: str = "",
) -> list[Citation]:
    """Name these people in an occasion, all or none; gives back who is new. Those who are named already stay as they are, so
    that a second press changes nothing. Refuses oneself, whoever wrote the words, and a person without a name."""
    with transaction.atomic():
        held = _open(occasion, citations=False)
        for person in people:
            if wrong := reads.hindrance(held, person, by):
                raise Refusal(f"{person.name}: {wrong}")
        named = set(reads.named(held))
        new = Citation.objects.bulk_create(
            Citation(
                occasion=held, person=person, role_th=role_th.strip(), role_en=role_en.strip(), entered_by=by,
                entered_at=at,
            )
            for person in people
            if person.pk not in named
        )  # fmt: skip
        AuditEntry.objects.bulk_create(
            audit.entry("citation.made", each, by=by, at=at, person=each.person_id) for each in new
        )
    return new


def take_back(citation: Citation, *, by: User, at: datetime) -> Citation:
    """This person is named no more. Refuses while her certificate counts, and what is withdrawn already."""
    with transaction.atomic():
        held = Citation.objects.select_for_update(no_key=True, of=("self",)).get(pk=citation.pk)
        if held.withdrawn_at is not None:
            raise Refusal(_("This person was taken off already."))
        if held.certificates.filter(revocation__isnull=True).exists():
            raise Refusal(_("Her certificate counts. It has to be revoked first."))
        held.withdrawn_by, held.withdrawn_at = by, at
        held.save(update_fields=["withdrawn_by", "withdrawn_at"])
        audit.record("citation.withdrawn", held, by=by, at=at, person=held.person_id)
    return held


def _open(occasion: Occasion, *, citations: bool = True) -> Occasion:
    """The occasion under lock, then its citations, which issuing locks too: what is asked after is true until the end.
    Refuses one that is withdrawn."""
    held = Occasion.objects.select_for_update(no_key=True, of=("self",)).get(pk=occasion.pk)
    if held.withdrawn_at is not None:
        raise Refusal(_("This was withdrawn. Put a new one on record."))
    if citations:
        list(held.citations.select_for_update(no_key=True).order_by("pk").only("pk"))
    return held


def _refuse_while_certified(held: Occasion) -> None:
    if held.citations.filter(certificates__isnull=False, certificates__revocation__isnull=True).exists():
        raise Refusal(_("Certificates of it count and say what it says now. They have to be revoked first."))
    pks = list(held.citations.values_list("pk", flat=True))
    if IssueRun.objects.filter(kind=held.kind, status=RunStatus.PREPARED, sources__overlap=pks).exists():
        raise Refusal(_("Certificates of it wait for approval. Take that run back first."))


def _refuse_what_is_to_come(kind: str, fields: Mapping[str, Any], at: datetime) -> None:
    if kind == Kind.ATTESTATION and fields["ends_on"] > timezone.localdate(at):
        raise Refusal(_("Only what is over is attested: the last day lies ahead."))
