"""How an appeal ends when the correction that came of it is decided."""

from datetime import datetime

from hcec.accounts.actions import notices as inbox
from testing import mark_notices
from testing.lifecycles import APPEAL
from testing.models import Appeal, Correction


def end(appeal: Appeal, move: str, *, at: datetime, answer: str = "", also: tuple[str, ...] = ()) -> Appeal:
    """Close a locked appeal and tell its person; `also` names further fields that have changed."""
    APPEAL.apply(appeal, move)
    appeal.closed_at = at
    if answer:
        appeal.answer = answer
    appeal.save(update_fields=["status", "closed_at", "answer", *also])
    messages = {
        "uphold": mark_notices.appeal_upheld,
        "change": mark_notices.appeal_changed,
        "withdraw": mark_notices.appeal_withdrawn,
    }
    inbox.tell_many([messages[move](appeal)])
    return appeal


def follow(correction: Correction, move: str, *, at: datetime) -> None:
    """The appeal behind a correction, if there is one, ends with the correction's decision."""
    rows = Appeal.objects.select_for_update(of=("self",)).select_related(
        "result__booking__person", "result__booking__session__exam"
    )
    if appeal := rows.filter(correction=correction).first():
        end(appeal, move, at=at, answer=correction.note if move == "uphold" else "")
