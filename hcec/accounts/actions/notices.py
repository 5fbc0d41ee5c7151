"""Tell people things: an inbox row now, the mail from the outbox after commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hcec.accounts.models import Notice, User
from hcec.core import outbox
from hcec.core.db import database_now


@dataclass(frozen=True)
class Message:
    """What happened, what to do, by when, and the path of the page that does it. `key` makes it one message."""

    person: User
    subject: str
    body: str
    path: str
    key: str


def tell(person: User, *, subject: str, body: str, path: str, key: str) -> None:
    """Put one notice in a person's inbox and its mail in the outbox, both in the current transaction."""
    tell_many([Message(person, subject, body, path, key)])


def tell_many(messages: Iterable[Message], *, at: datetime | None = None) -> None:
    """Many notices by one statement; a key that was told before is told no second time."""
    now = at or database_now()
    notices = [
        Notice(person=m.person, key=m.key, subject=m.subject, body=m.body, path=m.path, created_at=now)
        for m in messages
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    outbox.enqueue_many("notice.mail", [(notice.key, {"notice": notice.key}) for notice in notices])
