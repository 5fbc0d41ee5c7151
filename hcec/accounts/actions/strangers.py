"""Somebody whom nobody can find: a closed account stands for her until it is known whose account is hers (F7)."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.accounts.refusals import Refusal
from hcec.core.thai import normalise

NOWHERE = "walk-in.invalid"  # no mail ever reaches this domain (RFC 2606)


@dataclass(frozen=True)
class TakenDown:
    """What somebody unknown says of herself."""

    first_name: str
    last_name: str
    kind: str
    phone: str
    email: str = ""

    @property
    def name(self) -> str:
        return f"{normalise(self.first_name)} {normalise(self.last_name)}".strip()


def refuse_known(words: TakenDown) -> None:
    """Refuse an e-mail address that an account has: then she is known."""
    if words.email and User.objects.filter(email=words.email.lower(), is_active=True).exists():
        raise Refusal(_("An account has this e-mail address: look her up by it."))


def stand_in(words: TakenDown) -> User:
    """The closed account that stands for her; nobody signs in with it and no mail of it reaches anybody."""
    return User.objects.create(
        email=f"{uuid4().hex}@{NOWHERE}", password=UNUSABLE_PASSWORD_PREFIX, is_active=False, kind=words.kind,
        phone=words.phone, first_name_th=normalise(words.first_name), last_name_th=normalise(words.last_name),
    )  # fmt: skip
