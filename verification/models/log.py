"""The public log: entries that are never changed, hashes over them, and what is signed about them (decision 0032).

No row here names a person. What an entry says of a certificate is a commitment that only its salt opens.
"""

import pgtrigger
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, Regex

from hcec.core.db import append_only
from verification import entries
from verification.models.certificates import Certificate

# The whole of what an entry can be: no sign of a name fits in here.
FORM = (
    r'^\{"at":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z","commit":"[0-9a-f]{64}",'
    r'"kind":"(issue|correct|revoke)","number":"[0-9A-Z-]+-25[0-9]{2}-[0-9]{6,}"'
    r'(,"previous":"[0-9A-Z-]+-25[0-9]{2}-[0-9]{6,}")?,"v":1\}$'
)
# Entries come behind the last one without a gap; by induction the log is 0, 1, 2, ...
NO_GAP = """
    IF (SELECT max(index) - min(index) + 1 <> count(*) FROM arrived)
       OR (SELECT min(index) FROM arrived) <> coalesce((SELECT max(index) + 1 FROM verification_logentry
           WHERE index < (SELECT min(index) FROM arrived)), 0) THEN
        RAISE EXCEPTION 'verification_log_entries_have_no_gap' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
OF_ITS_CHILDREN = """
    IF NEW.hash IS DISTINCT FROM (SELECT CASE WHEN cardinality(row) = 256 THEN verification_log_fold(row) END
        FROM verification_log_hashes(NEW.level - 1, NEW.position * 256, 256) AS row) THEN
        RAISE EXCEPTION 'verification_a_log_node_is_the_hash_of_its_children' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class AsText(Func):
    """The bytes of an entry as text: ASCII alone has this form."""

    template = "encode(%(expressions)s, 'escape')"
    output_field = models.TextField()  # type: ignore[assignment]


class Octets(Func):
    """How many bytes."""

    function = "octet_length"
    output_field = models.IntegerField()  # type: ignore[assignment]


class LeafHash(Func):
    """SHA-256 over a zero byte and the entry (RFC 6962, 2.1)."""

    template = "sha256('\\x00'::bytea || %(expressions)s)"
    output_field = models.BinaryField()  # type: ignore[assignment]


def told(name: str) -> models.GeneratedField:
    """A column that the entry itself fills, so that the two cannot differ."""
    value = KeyTextTransform(name, Cast(AsText("body"), models.JSONField()))
    return models.GeneratedField(expression=value, output_field=models.TextField(), db_persist=True)


class LogEntry(models.Model):
    """One thing that was done to a certificate: its bytes as everyone may read them, at its place in the log.

    `number` is the certificate's without its last group: who reads the log can't open anybody's page by it.
    """

    index = models.BigIntegerField(primary_key=True)
    body = models.BinaryField()
    leaf = models.GeneratedField(
        expression=LeafHash("body"), output_field=models.BinaryField(), db_persist=True
    )
    kind = told("kind")
    number = told("number")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Regex(AsText("body"), Value(FORM)), name="verification_log_entries_have_their_form"
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(kind__in=entries.OPENING),
                name="verification_a_certificate_is_logged_once",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(kind="revoke"), name="verification_a_revocation_is_logged_once"
            ),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="no_gap",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                referencing=pgtrigger.Referencing(new="arrived"),
                func=NO_GAP,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.kind} {self.number}"


class LogNode(models.Model):
    """The root of a full tile: `level` 1 is over 256 entries, 2 over 65,536. The tiles of C2SP are read from these."""

    level = models.PositiveSmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "position"], name="verification_a_log_node_is_computed_once"
            ),
            models.CheckConstraint(condition=Q(level__gte=1), name="verification_leaves_are_no_log_nodes"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="of_its_children",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=OF_ITS_CHILDREN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class Salt(models.Model):
    """What opens a certificate's commitments in the log: 32 random bytes. Without them an entry says nothing of anybody."""

    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, primary_key=True, related_name="salt"
    )
    value = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Exact(Octets("value"), Value(32)), name="verification_a_salt_has_32_bytes"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.certificate_id)
