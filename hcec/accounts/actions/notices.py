"""Tell people things: an inbox row now, the mail from the outbox after commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hcec.accounts.models import Notice, User
from hcec.core import outbox


@dataclass(frozen=True)
class Message:
    """What happened, what to do, by when, and the path of the page that does it. `key` makes it one message."""

    person: User
    subject: str
    body: str
    path: str
    key: str


def tell(person: User, *, subject: str, body: str, path: str, key: str, urgent: bool = True) -> None:
    """Put one notice in a person's inbox and its mail in the outbox, both in the current transaction."""
    tell_many([Message(person, subject, body, path, key)], urgent=urgent)


def tell_many(messages: Iterable[Message], *, urgent: bool = True) -> None:
    """Many notices by one statement; a key that was told before is told no second time."""
    notices = [
        Notice(person=m.person, key=m.key, subject=m.subject, body=m.body, path=m.path) for m in messages
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    outbox.enqueue_many("notice.mail", [(n.key, {"notice": n.key}) for n in notices], urgent=urgent)


def read(notice: Notice, *, at: datetime) -> None:
    """Mark one message as read; the first time counts."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def read_all(person: User, *, at: datetime) -> int:
    """Mark every message of a person as read; returns how many were new."""
    return Notice.objects.filter(person=person, read_at=None).update(read_at=at)
