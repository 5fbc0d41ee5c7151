"""What a person says about herself: her names, her kind, her identity document."""

import re
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.accounts.refusals import Refusal
from hcec.core import audit, national_id, thai

NAMES = ("title", "first_name_th", "last_name_th", "first_name_en", "last_name_en", "kind", "phone")
PASSPORT = re.compile(r"[A-Z0-9]{5,20}")


def describe(person: User, *, by: User, at: datetime, **names: str) -> User:
    """Keep names, kind and telephone. The audit row names the fields that changed, never their words."""
    if unknown := set(names) - set(NAMES):
        raise TypeError(f"not part of a person's description: {unknown}")
    with transaction.atomic():
        locked = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
        cleaned = {name: thai.normalise(value) for name, value in names.items()}
        changed = sorted(name for name, value in cleaned.items() if getattr(locked, name) != value)
        for name in changed:
            setattr(locked, name, cleaned[name])
        if changed:
            locked.save(update_fields=changed)
            audit.record("person.describe", locked, by=by, at=at, fields=changed)
    return locked


def clean_identity(kind: str, number: str) -> str:
    """The number in the one form that is stored. Refuses what cannot be such a document's number."""
    if kind == User.IdKind.THAI:
        if not thai.national_id_valid(number):
            raise Refusal(
                _(
                    "This is not a national ID: it has 13 digits, and the last one must fit the others. Please check each digit."
                )
            )
        return thai.national_id_clean(number)
    plain = re.sub(r"[\s-]", "", thai.arabic_digits(number)).upper()
    if not PASSPORT.fullmatch(plain):
        raise Refusal(_("A passport number has 5 to 20 letters A to Z and digits."))
    return plain


def identify(person: User, *, kind: str, number: str, by: User, at: datetime) -> User:
    """Keep the number of a person's identity document, sealed; `kind` empty takes it away (PDPA s.37).

    Refuses a number that is no such number, and one that another account holds.
    """
    sealed = fingerprint = None
    if kind:
        plain = clean_identity(kind, number)
        sealed = national_id.seal(plain, aad=f"user:{person.pk}")
        fingerprint = national_id.fingerprint(kind, plain)
    elif not person.id_kind:
        return person
    if fingerprint is not None and person.id_fingerprint and bytes(person.id_fingerprint) == fingerprint:
        return person
    try:
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(
                id_kind=kind, id_sealed=sealed, id_fingerprint=fingerprint
            )
            audit.record("person.identify", person, by=by, at=at, kind=kind)
    except IntegrityError as error:
        raise Refusal(
            _(
                "Another account holds this number. If it is yours too, sign in there; otherwise ask a center to look into it."
            )
        ) from error
    person.refresh_from_db()
    return person


def end_sessions(person: User) -> None:
    """Sign a person out of every browser, for good: an account that is opened again begins with no session."""
    for session in UserSession.objects.filter(user=person).order_by("pk"):
        session.end()
