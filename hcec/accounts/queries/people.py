"""People found by what only they and their papers say: national ID, passport, telephone or e-mail, whole and exact."""

import re
from collections.abc import Iterable
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


def understood(typed: str) -> tuple[str, str]:
    """Of which kind a number or address is ("email", "phone" or the kind of document), and as it is compared.

    Refuses what is none of them.
    """
    text = thai.arabic_digits(typed).strip()
    if "@" in text:
        return "email", text.lower()
    plain = thai.national_id_clean(text).upper()
    if thai.national_id_valid(plain):
        return User.IdKind.THAI, plain
    if phone := local(plain):
        return "phone", phone
    if re.fullmatch(r"(?=.*[A-Z])[A-Z0-9]{5,20}", plain):
        return User.IdKind.PASSPORT, plain
    raise Refusal(
        _(
            "Type the 13 digits of the national ID, a telephone number of 9 or 10 digits, or an e-mail address."
        )
    )


def sought(typed: str) -> Sought:
    """The open accounts that hold this number or address. Never a part of one: that would be leafing through people.

    Refuses what is neither.
    """
    kind, value = understood(typed)
    everybody = User.objects.filter(is_active=True).order_by("name_sort", "pk")
    if kind == "email":
        return Sought(kind, everybody.filter(email=value), value)
    if kind == "phone":
        return Sought(kind, with_phone(everybody, value), thai.arabic_digits(typed).strip())
    return Sought("id", of_document(everybody, kind, value), "")


def of_document(people: QuerySet[User], kind: str, number: str) -> QuerySet[User]:
    return people.filter(id_fingerprint=national_id.fingerprint(kind, number))


def local(typed: str) -> str:
    """The digits of a Thai telephone number as they are dialled at home: 081 234 5678; empty for anything else."""
    digits = re.sub(r"[().+]", "", typed)
    if digits.startswith(THAILAND) and len(digits) in (10, 11):
        digits = "0" + digits[2:]
    return digits if re.fullmatch(r"0[0-9]{8,9}", digits) else ""


def with_phone(people: QuerySet[User], *phones: str) -> QuerySet[User]:
    """Whose telephone has the digits of one of these, however it was typed (index people_by_telephone); as `digits`."""
    both = [*phones, *(THAILAND + phone[1:] for phone in phones)]
    digits = Func(
        F("phone"),
        Value("[^0-9]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
    return people.annotate(digits=digits).filter(digits__in=both).exclude(phone="")


def found_many(
    values: Iterable[tuple[str, str]], people: QuerySet[User]
) -> dict[tuple[str, str], list[User]]:
    """Of `people` those that each of many numbers and addresses (as `understood`) belongs to; three queries, however many."""
    kinds: dict[str, set[str]] = {}
    for kind, value in values:
        kinds.setdefault(kind, set()).add(value)
    found: dict[tuple[str, str], list[User]] = {}
    for person in people.filter(email__in=kinds.pop("email", ())):
        found[("email", person.email)] = [person]
    phones = kinds.pop("phone", set())
    for person in with_phone(people, *phones) if phones else ():
        home = local(person.digits)  # type: ignore[attr-defined]  # annotated
        found.setdefault(("phone", home), []).append(person)
    prints = {national_id.fingerprint(k, v): (k, v) for k, many in kinds.items() for v in many}
    for person in people.filter(id_fingerprint__in=prints) if prints else ():
        found[prints[bytes(person.id_fingerprint)]] = [person]  # type: ignore[arg-type]  # it was found by it
    return found
