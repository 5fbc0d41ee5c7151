"""Witnesses of the log: who may sign beside it, and the lines that they hand in."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Province
from hcec.core import audit
from verification.merkle.notes import WITNESS, Checkpoint, Key, Malformed, parse_note
from verification.models import Cosignature, LogCheckpoint, Witness
from verification.refusals import Refusal

AHEAD = timedelta(minutes=5)  # so far may a witness's clock be fast


class NotAWitness(Refusal):
    """Nobody who is registered signed."""


def register(
    *, vkey: str, name_th: str, name_en: str, at: datetime, province: Province | None = None
) -> Witness:
    """Let this key sign beside the log from now on. Refuses what is no witness's key, and one that is known."""
    try:
        key = Key.parse(vkey)
    except Malformed:
        key = None
    if key is None or key.kind != WITNESS:
        raise Refusal(_("This is not the public key of a witness."))
    if Witness.objects.filter(vkey=str(key)).exists():
        raise Refusal(_("This key is registered already."))
    with transaction.atomic():
        witness = Witness.objects.create(
            vkey=str(key), name_th=name_th, name_en=name_en, province=province, since=at
        )
        audit.record("log.witness", witness, by=None, at=at, key=str(key))
    return witness


def end(witness: Witness, *, at: datetime) -> None:
    """Take no more lines by this key; those that it gave stay."""
    with transaction.atomic():
        locked = Witness.objects.select_for_update().get(pk=witness.pk)
        if locked.ended_at is not None:
            raise Refusal(_("This witness has ended already."))
        locked.ended_at = at
        locked.save(update_fields=["ended_at"])
        audit.record("log.witness_ended", locked, by=None, at=at)


def cosign(note: str, *, at: datetime) -> list[Cosignature]:
    """Keep the lines of registered witnesses under one of the log's own checkpoints; the same line again changes nothing.

    Refuses what is no note, what is not a checkpoint of this log, and (NotAWitness) what no registered key signed.
    """
    try:
        text, lines = parse_note(note)
        told = Checkpoint.parse(text)
    except Malformed:
        raise Refusal(_("This is not a signed checkpoint.")) from None
    checkpoint = LogCheckpoint.objects.filter(size=told.size).first()
    if checkpoint is None or parse_note(checkpoint.note)[0] != text:
        raise Refusal(_("This is not a checkpoint of this log."))
    kept = []
    for witness in Witness.objects.filter(ended_at=None).order_by("pk"):
        key = Key.parse(witness.vkey)
        for line in lines:
            seconds = key.signed(text, line)
            if seconds is not None and seconds <= (at + AHEAD).timestamp():
                kept.append(_keep(checkpoint, witness, line, datetime.fromtimestamp(seconds, UTC)))
                break
    if not kept:
        raise NotAWitness(_("No registered witness signed this."))
    return kept


def _keep(checkpoint: LogCheckpoint, witness: Witness, line: str, at: datetime) -> Cosignature:
    kept, _made = Cosignature.objects.get_or_create(
        checkpoint=checkpoint, witness=witness, defaults={"line": line, "at": at}
    )
    return kept
