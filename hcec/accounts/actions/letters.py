"""Mails about the account itself (confirm the address, reset the password): a row now, sent after commit."""

from django.db import transaction

from hcec.accounts.models import Letter
from hcec.core import outbox


def post(*, to: str, subject: str, body: str) -> Letter:
    """Keep the letter and queue it, so that a mail server that is away fails nobody's sign-up."""
    with transaction.atomic():
        letter = Letter.objects.create(to=to, subject=subject, body=body)
        outbox.enqueue("account.mail", str(letter.pk), letter=letter.pk)
    return letter
