"""The audit trail: one append-only row for every change, written in the transaction of the change."""

from datetime import datetime
from typing import Any

import structlog
from django.db import models

from hcec.core.db import database_now
from hcec.core.models import AuditEntry


def entry(verb: str, obj: models.Model, *, by: Any, at: datetime | None = None, **facts: Any) -> AuditEntry:
    """The row for one change, not yet saved: for actions that write many in one statement."""
    return AuditEntry(
        at=at or database_now(),
        actor=str(by) if by else "system",
        actor_id=getattr(by, "pk", None),
        verb=verb,
        subject_type=obj._meta.label_lower,
        subject_id=str(obj.pk),
        facts=facts,
        request_id=structlog.contextvars.get_contextvars().get("request_id", ""),
    )


def record(verb: str, obj: models.Model, *, by: Any, at: datetime | None = None, **facts: Any) -> AuditEntry:
    """Write that `by` (a person, or None for the portal itself) did `verb` to `obj`; facts must be JSON."""
    row = entry(verb, obj, by=by, at=at, **facts)
    row.save(force_insert=True)
    return row
