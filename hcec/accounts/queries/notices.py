"""Reads of the inbox."""

from django.db.models import QuerySet

from hcec.accounts.models import Notice, User


def inbox(person: User) -> QuerySet[Notice]:
    """A person's messages, newest first."""
    return Notice.objects.filter(person=person).order_by("-created_at", "-pk")


def unread_count(person: User) -> int:
    """How many messages she has not opened."""
    return Notice.objects.filter(person=person, read_at=None).count()
