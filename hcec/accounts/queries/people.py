"""People found by what only they and their papers say: national ID, passport, telephone or e-mail, whole and exact."""

import re
from dataclasses import dataclass

from django.db.models import CharField, F, Func, QuerySet, Value
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.accounts.refusals import Refusal
from hcec.core import national_id, thai

MOST = 5  # a telephone may be a family's
THAILAND = "66"


@dataclass(frozen=True)
class Sought:
    """What was typed, understood: of which kind it is, and whose it is."""

    kind: str  # "id", "email" or "phone"
    people: QuerySet[User]
    typed: str


def sought(typed: str) -> Sought:
    """The open accounts that hold this number or address. Never a part of one: that would be leafing through people.

    Refuses what is neither.
    """
    text = thai.arabic_digits(typed).strip()
    everybody = User.objects.filter(is_active=True).order_by("name_sort", "pk")
    if "@" in text:
        return Sought("email", everybody.filter(email=text.lower()), text.lower())
    plain = thai.national_id_clean(text).upper()
    if thai.national_id_valid(plain):
        return Sought("id", of_document(everybody, User.IdKind.THAI, plain), "")
    if phone := local(plain):
        return Sought("phone", with_phone(everybody, phone), text)
    if re.fullmatch(r"(?=.*[A-Z])[A-Z0-9]{5,20}", plain):
        return Sought("id", of_document(everybody, User.IdKind.PASSPORT, plain), "")
    raise Refusal(
        _(
            "Type the 13 digits of the national ID, a telephone number of 9 or 10 digits, or an e-mail address."
        )
    )


def of_document(people: QuerySet[User], kind: str, number: str) -> QuerySet[User]:
    return people.filter(id_fingerprint=national_id.fingerprint(kind, number))


def local(typed: str) -> str:
    """The digits of a Thai telephone number as they are dialled at home: 081 234 5678; empty for anything else."""
    digits = re.sub(r"[().+]", "", typed)
    if digits.startswith(THAILAND) and len(digits) in (10, 11):
        digits = "0" + digits[2:]
    return digits if re.fullmatch(r"0[0-9]{8,9}", digits) else ""


def with_phone(people: QuerySet[User], phone: str) -> QuerySet[User]:
    """Whose telephone has these digits, however it was typed (index people_by_telephone)."""
    digits = Func(
        F("phone"),
        Value("[^0-9]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
    return people.annotate(digits=digits).filter(digits__in=[phone, THAILAND + phone[1:]]).exclude(phone="")
