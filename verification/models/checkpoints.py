"""What is signed about the log: its keys, its checkpoints, and the witnesses who sign beside it (decision 0033)."""

import pgtrigger
from django.db import models

from centers.models import Province
from hcec.core.db import append_only
from verification.words import Pair

# Both roots are computed from the same rows, so a checkpoint that passes holds the last one as its beginning.
CONSISTENT = """
    PERFORM 1 FROM verification_logcheckpoint c WHERE c.size >= NEW.size;
    IF FOUND THEN
        RAISE EXCEPTION 'verification_checkpoints_grow' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM (SELECT size, root FROM verification_logcheckpoint ORDER BY size DESC LIMIT 1) AS last
      WHERE last.root IS DISTINCT FROM verification_log_root(last.size);
    IF FOUND OR NEW.root IS DISTINCT FROM verification_log_root(NEW.size) THEN
        RAISE EXCEPTION 'verification_a_checkpoint_is_consistent_with_the_last' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class LogKey(models.Model):
    """A public key by which the log signed its checkpoints, from that day on until the next one. It stays listed."""

    vkey = models.TextField(unique=True)
    since = models.DateTimeField()

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return self.vkey


class LogCheckpoint(models.Model):
    """The signed note over the first `size` entries. The database refuses one that is not consistent with the last."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    key = models.ForeignKey(LogKey, on_delete=models.PROTECT, related_name="checkpoints")
    at = models.DateTimeField()

    class Meta:
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="consistent_with_the_last",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=CONSISTENT,
            ),
        ]

    def __str__(self) -> str:
        return str(self.size)

    @property
    def root_text(self) -> str:
        return bytes(self.root).hex()


class Witness(models.Model):
    """Somebody with an own machine and key who signs checkpoints after checking them: a province's office, as a rule."""

    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, null=True, related_name="+")
    vkey = models.TextField(unique=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name_th

    @property
    def name(self) -> Pair:
        return Pair(self.name_th, self.name_en)


class Cosignature(models.Model):
    """A witness's line under a checkpoint: at `at` this was the largest consistent log that it had seen."""

    checkpoint = models.ForeignKey(LogCheckpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="cosignatures")
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="verification_a_witness_signs_a_checkpoint_once"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return self.line
