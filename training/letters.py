"""Letters of a round in the form of Thai government papers, printed from its data: an order that sends teachers, and an
invitation to their schools.

Form: Office of the Prime Minister Regulation on Correspondence (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ) B.E. 2526, form 1 (letter
to another office) and form 4 (order); margins and sizes by its guide of 2553. They are always in Thai. The number comes from
the register of the office, so it is typed or left to be written by hand. The garuda of 3 cm stands above: from
static/training/garuda.svg where an office has put it there, else the space of letter paper that bears it already.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone, translation

from centers.models import Center, School
from committees.queries import heads
from hcec.accounts.models import User
from hcec.core import pdf
from hcec.core.pdf import fetcher
from hcec.core.thai import thai_date_long, thai_digits
from training.lifecycles import SEATED
from training.models import Enrolment, Round
from training.queries.rounds import meetings_of

GARUDA = "training/garuda.svg"


@dataclass(frozen=True)
class Signer:
    """Who signs: her name, and her position in one line or, where she stands in, in two."""

    name: str
    position: Sequence[str]


@dataclass(frozen=True)
class Register:
    """What the register of the office says of a paper; empty where it is to be written by hand."""

    number: str = ""
    on: date | None = None


def head_of(school: School, person: User, on: date) -> Signer:
    """A head who signs for her school; the deputy signs in the director's stead."""
    director = f"ผู้อำนวยการ{school.name_th}"
    if heads.directs(person, school, on):
        return Signer(person.name_th or person.name, [director])
    return Signer(
        person.name_th or person.name, [f"รองผู้อำนวยการ{school.name_th}", f"รักษาราชการแทน {director}"]
    )


def signer_of(center: Center, on: date) -> Signer | None:
    """The head of a center's host school; None where the host is not confirmed or nobody is on record."""
    if not center.host_verified or center.host_school is None:
        return None
    there = heads.heads_of(center.host_school, on)
    return head_of(center.host_school, there[0], on) if there else None


def sent_by(round: Round, school: School) -> list[Enrolment]:
    """The people of a school who have a place for certain, by name."""
    of_school = Q(nomination__school=school) | Q(nomination=None, person__workplace__school=school)
    rows = Enrolment.objects.filter(of_school, round=round, status__in=SEATED).select_related("person")
    return list(rows.order_by("person__name_sort", "pk"))


def by_school(round: Round) -> list[tuple[School, list[Enrolment]]]:
    """Every school of which somebody has a place for certain, with those people."""
    rows = Enrolment.objects.filter(round=round, status__in=SEATED, person__workplace__school__isnull=False)
    ordered = rows.select_related("person__workplace__school").order_by(
        "person__workplace__school__name_sort", "person__workplace__school", "person__name_sort", "pk"
    )
    return [
        (school, list(people)) for school, people in groupby(ordered, lambda e: e.person.workplace.school)
    ]


def order(
    round: Round, school: School, people: Iterable[Enrolment], *, by: User, register: Register, at: Any
) -> bytes:
    """The school's order that sends these people to the round."""
    on = timezone.localdate(at)
    context = common(round, register) | {
        "school": school,
        "people": [enrolment.person for enrolment in people],
        "signer": head_of(school, by, on),
    }
    return printed("training/letter_order.html", context, f"คำสั่งให้เข้ารับการอบรม {school.name_th}")


def invitations(
    round: Round, letters: Iterable[tuple[School, list[Enrolment]]], *, register: Register, at: Any
) -> bytes:
    """One letter for each school, which asks its head to let these people come."""
    context = common(round, register) | {
        "letters": [(school, [place.person for place in people]) for school, people in letters],
        "signer": signer_of(round.center, timezone.localdate(at)),
    }
    return printed("training/letter_invitation.html", context, "หนังสือเชิญเข้ารับการอบรม")


def common(round: Round, register: Register) -> dict[str, Any]:
    return {
        "round": round,
        "center": round.center,
        "meetings": list(meetings_of(round)),
        "days": days_of(round),
        "number": register.number,
        "on": register.on,
        "ordered_on": with_era(register.on) if register.on else "",
        "garuda": garuda(),
    }


def days_of(round: Round) -> str:
    """ในวันที่ ๘ ธันวาคม ๒๕๖๙, or from one day to another; months are written out."""
    first, last = (thai_digits(thai_date_long(day, "th")) for day in (round.starts_at, round.ends_at))
    return f"ในวันที่ {first}" if first == last else f"ระหว่างวันที่ {first} ถึงวันที่ {last}"


def with_era(on: date) -> str:
    """As orders are dated: ๑ มิถุนายน พ.ศ. ๒๕๗๐."""
    day, month, year = thai_date_long(on, "th").split()
    return thai_digits(f"{day} {month} พ.ศ. {year}")


def garuda() -> str:
    """The address of the emblem for a paper; empty where the office prints on letter paper that bears it."""
    try:
        fetcher.static_file(GARUDA)
    except fetcher.NotOurs:
        return ""
    return f"{fetcher.SCHEME}static/{GARUDA}"


def printed(template: str, context: dict[str, Any], title: str) -> bytes:
    with translation.override("th"):
        return pdf.render(template, context, title=title)
