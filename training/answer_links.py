"""The link of a mail that leads to one question, for one person: signed, of use until the answer or its last moment.

It opens a page; only the button there writes. It needs no sign-in, because it came to the person's own address, and says
for which state of the question it was made: once the question is answered or has gone to somebody else it shows that.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from hcec.accounts.models import User
from training.models import Nomination

SALT = "hcec.training.answer"
LIVES = timedelta(days=30)  # so long it also tells what became of the question


def path(nomination: Nomination, person: User) -> str:
    """The address of the page for this person."""
    said = [nomination.pk, person.pk, nomination.status]
    return reverse("nomination-answer", args=[signing.dumps(said, salt=SALT)])


def opened(token: str) -> tuple[int, int, str] | None:
    """Keys of the question and of the person, and the state it was made for; None for what is not ours or too old."""
    try:
        nomination, person, status = signing.loads(token, salt=SALT, max_age=LIVES)
    except (signing.BadSignature, ValueError):
        return None
    return nomination, person, status
