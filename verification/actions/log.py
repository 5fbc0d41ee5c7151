"""Write the public log: entries within the transaction that they tell of, hashes and signed checkpoints after it.

Locks in this order: sources, series, certificates, and the head of the log last, until the end of the transaction.
"""

import base64
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from verification import entries
from verification.merkle.notes import Checkpoint, Signer
from verification.merkle.tree import HEIGHT
from verification.models import Certificate, LogCheckpoint, LogEntry, LogKey, LogNode, Revocation, Salt
from verification.queries import log
from verification.refusals import Refusal

# Two locks of the database, let go at the end of the transaction: the log's head, and its builder.
TURN = "SELECT pg_advisory_xact_lock(4184, %s)"
HEAD, BUILDER = 1, 2
BATCH = 1000  # entries or nodes of one statement


def issued(certificates: Sequence[Certificate]) -> None:
    """Log new certificates, each with a salt of its own. To be called last in the transaction that issues them."""
    salts = [Salt(certificate=certificate, value=entries.new_salt()) for certificate in certificates]
    Salt.objects.bulk_create(salts)
    before = log.corrected(certificates)
    append(
        entries.of_issue(each.number, each.issued_at, each.facts, bytes(salt.value), before.get(each.pk, ""))
        for each, salt in zip(certificates, salts, strict=True)
    )


def revoked(revocations: Sequence[Revocation]) -> None:
    """Log revocations, each under the salt of its certificate. To be called last in the transaction that makes them."""
    salts = Salt.objects.in_bulk([each.certificate_id for each in revocations])
    append(
        entries.of_revocation(
            each.certificate.number, each.revoked_at, each.reason, each.office, bytes(salts[each.certificate_id].value)
        )
        for each in revocations
    )  # fmt: skip


def append(bodies: Iterable[bytes]) -> None:
    """Put entries behind the last one, under the lock of the log's head, which is held until the transaction ends."""
    with transaction.atomic():
        take_turn(HEAD)
        first = log.size()
        LogEntry.objects.bulk_create(
            (LogEntry(index=first + number, body=body) for number, body in enumerate(bodies)),
            batch_size=BATCH,
        )


def sign(*, at: datetime) -> LogCheckpoint | None:
    """The signed checkpoint over everything that is logged by now; the last one where nothing came since, None for an
    empty log. Refuses while the log is not what the last checkpoint says: then nothing is signed any more."""
    with transaction.atomic():
        take_turn(BUILDER)
        last, size = log.last_checkpoint(), log.size()
        if last is not None and last.size >= size:
            return last
        if size == 0:
            return None
        build(size)
        tree = log.tree(size)
        if last is not None and log.tree(last.size).root() != bytes(last.root):
            raise Refusal(
                _("The log is not what its last checkpoint says. Nothing is signed; call for an audit.")
            )
        signer = own_signer()
        body = Checkpoint(signer.key.name, size, tree.root())
        note = f"{body}\n{signer.sign(str(body))}\n"
        key, _known = LogKey.objects.get_or_create(vkey=str(signer.key), defaults={"since": at})
        return LogCheckpoint.objects.create(size=size, root=body.root, note=note, key=key, at=at)


def covered(certificates: Sequence[Certificate], *, at: datetime) -> dict[int, log.Logged]:
    """What the papers of these certificates carry of the log, by primary key; a checkpoint is signed where none covers one."""
    proofs = log.proofs_for_keeps(certificates)
    if len(proofs) < len(certificates):
        sign(at=at)
        proofs = log.proofs_for_keeps(certificates)
    return proofs


def build(size: int) -> None:
    """Write the roots of the tiles that have become full; what is there already is not computed again."""
    level = 1
    while size >> HEIGHT * level:
        first, stop = log.nodes(level), size >> HEIGHT * level
        for start in range(first, stop, BATCH):
            LogNode.objects.bulk_create(
                LogNode(level=level, position=position, hash=hash)
                for position, hash in log.roots_of_tiles(level, start, min(start + BATCH, stop))
            )
        level += 1


def own_signer() -> Signer:
    """The key of the configuration under the log's name."""
    return Signer(settings.LOG_ORIGIN, base64.b64decode(settings.HCEC_LOG_KEY))


def take_turn(lock: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TURN, [lock])
