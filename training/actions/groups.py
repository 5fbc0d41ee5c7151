"""A table of people for a round: checked row by row, kept, applied whole or not at all (F5; guideline 6.4.6).

Of a head the rows become nominations of teachers of her school, of the center places. Whoever is in the round already is
no problem and no second place, so a corrected table is simply sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import School
from hcec.accounts.models import User
from hcec.accounts.queries import people as accounts
from hcec.accounts.refusals import Refusal as NotUnderstood
from hcec.core import audit
from hcec.core.sheets import Column, Problem, Table, read_table
from hcec.core.thai import normalise
from training import notices
from training.actions import nominations, seats
from training.lifecycles import RoundStatus
from training.models import GroupFile, Round
from training.queries import nominations as reads
from training.refusals import Refusal

MOST_ROWS = 500
COLUMNS = (
    Column("name", ("ชื่อ-สกุล", "ชื่อและนามสกุล", "Name", "Full name")),
    Column(
        "who",
        (
            "เลขประจำตัวประชาชน อีเมล หรือโทรศัพท์",
            "อีเมล",
            "เลขประจำตัวประชาชน",
            "โทรศัพท์",
            "ID, e-mail or telephone",
        ),
    ),
)
HEADINGS = {column.name: column.headings[0] for column in COLUMNS}


@dataclass
class Checked:
    """What a table says: the people of its rows, who of them is in the round already, and every problem with its row."""

    people: dict[int, User] = field(default_factory=dict)
    already: set[int] = field(default_factory=set)  # keys of people
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[User]:
        return [person for person in self.people.values() if person.pk not in self.already]


def read(round: Round, file: BinaryIO, *, school: School | None, by: User) -> tuple[Table, Checked]:
    """Read an uploaded table against the accounts of today. Nothing is written but that somebody looked."""
    table = read_table(file, COLUMNS)
    if not table.ok:
        return table, Checked(problems=list(table.problems))
    if len(table.rows) > MOST_ROWS:
        words = _("A table has at most %(most)s people. Send it in parts.") % {"most": MOST_ROWS}
        return table, Checked(problems=[Problem(None, "", words)])
    texts = {row.number: {name: str(value or "") for name, value in row.values.items()} for row in table.rows}
    checked = look(round, texts, school=school, by=by)
    audit.record(
        "group_file.read", round, by=by, rows=len(texts), found=len(checked.people), sha256=table.sha256
    )
    return table, checked


def look(round: Round, rows: Mapping[int, Mapping[str, str]], *, school: School | None, by: User) -> Checked:
    """Find the person of every row and what stands in her way; eight queries, however many rows."""
    checked, wanted = Checked(), {}
    for number, texts in rows.items():
        try:
            wanted[number] = accounts.understood(texts["who"])
        except NotUnderstood as refusal:
            checked.problems.append(Problem(number, HEADINGS["who"], str(refusal)))
    everybody = User.objects.filter(is_active=True).select_related("workplace")
    if school:
        everybody = everybody.filter(workplace__school=school)
    found = accounts.found_many(wanted.values(), everybody)
    first: dict[int, int] = {}
    for number, value in wanted.items():
        candidates = found.get(value, [])
        person = next((p for p in candidates if called(p, rows[number]["name"])), None)
        if person is None:
            checked.problems.append(not_found(number, bool(candidates), school))
        elif person.pk == by.pk:
            words = _("Nobody puts herself on a table: enrol on the page of the round.")
            checked.problems.append(Problem(number, HEADINGS["name"], words))
        elif (before := first.setdefault(person.pk, number)) != number:
            words = _("The same person as in row %(row)s.") % {"row": before}
            checked.problems.append(Problem(number, HEADINGS["who"], words))
        else:
            checked.people[number] = person
    weigh(round, checked)
    checked.problems.sort(key=lambda problem: problem.row or 0)
    return checked


def weigh(round: Round, checked: Checked) -> None:
    """Who is in the round already, and who cannot be."""
    people = checked.people.values()
    inside = reads.inside(round, people)
    checked.already = set(inside)
    hindered = reads.hindered(round, people, timezone.now(), known=inside)  # rules go by days
    for number, person in checked.people.items():
        if person.pk in hindered and person.pk not in checked.already:
            words = f"{person.name} {hindered[person.pk]}"
            checked.problems.append(Problem(number, HEADINGS["name"], words))


def called(person: User, typed: str) -> bool:
    """Whether this is the person's name, in Thai or English, with or without a title."""
    said = normalise(typed).replace(" ", "").casefold()
    names = (person.first_name_th + person.last_name_th, person.first_name_en + person.last_name_en)
    plain = [normalise(name).replace(" ", "").casefold() for name in names]
    return any(name and said.endswith(name) for name in plain)


def not_found(number: int, somebody: bool, school: School | None) -> Problem:
    """Why the row fits nobody, and what to do. Whose the number is instead is not told."""
    if somebody:
        words = _(
            "The account with this number or address has another name. Look for a slip of the keyboard."
        )
        return Problem(number, HEADINGS["name"], words)
    if school:
        words = _(
            "No teacher of %(school)s has this number or address. She opens an account, chooses the school in her profile,"
            " and then the same row fits."
        ) % {"school": school.name}
    else:
        words = _(
            "No account has this number or address. She opens one and fills in her profile, and then the same row fits."
        )
    return Problem(number, HEADINGS["who"], words)


def keep(
    round: Round, table: Table, checked: Checked, *, school: School | None, name: str, by: User, at: datetime
) -> GroupFile:
    """Keep a table without problems for the look before it is applied; the same file is the one that was kept before."""
    if checked.problems or not checked.people:
        raise Refusal(_("The file has problems; nothing was kept."))
    kept, _made = GroupFile.objects.get_or_create(
        round=round,
        school=school,
        sha256=table.sha256,
        defaults={
            "name": name[:200],
            "people": {str(number): person.pk for number, person in checked.people.items()},
            "uploaded_by": by,
            "uploaded_at": at,
        },
    )
    return kept


def recheck(kept: GroupFile) -> Checked:
    """The people of a kept table against what stands now."""
    rows = {int(number): key for number, key in kept.people.items()}
    people = User.objects.select_related("workplace").in_bulk(set(rows.values()))
    checked = Checked(people={number: people[key] for number, key in sorted(rows.items()) if key in people})
    weigh(kept.round, checked)
    return checked


def apply(kept: GroupFile, *, by: User, at: datetime) -> int:
    """Nominate or enrol everybody of the table who is not in the round yet, in one transaction; how many. Applied before: 0.

    Refuses when a row no longer fits, and what nominating or enrolling refuses.
    """
    with transaction.atomic():
        round = seats.locked(kept.round)
        kept = GroupFile.objects.select_for_update(of=("self",)).select_related("school").get(pk=kept.pk)
        if kept.applied_at:
            return 0
        kept.round = round
        checked = recheck(kept)
        if checked.problems:
            raise Refusal(
                _("Something changed since the upload. %(problem)s") % {"problem": checked.problems[0]}
            )
        people = checked.new
        if people and kept.school:
            key = uuid5(NAMESPACE_URL, f"group-file {kept.pk}")
            nominations.nominate(round, people, school=kept.school, key=key, by=by, at=at)
        elif people:
            enrol(round, people, kept, by=by, at=at)
        kept.applied_by, kept.applied_at, kept.made = by, at, len(people)
        kept.save(update_fields=["applied_by", "applied_at", "made"])
        audit.record("group_file.applied", kept, by=by, at=at, made=len(people), sha256=kept.sha256)
    return len(people)


def enrol(round: Round, people: list[User], kept: GroupFile, *, by: User, at: datetime) -> None:
    """Places that the center gives; until the first meeting, also after enrolment has closed."""
    if round.status not in (RoundStatus.OPEN, RoundStatus.CLOSED) or at >= round.starts_at:
        raise Refusal(
            _("The center enrols people from the announcement of the round until its first meeting.")
        )
    for person in people:
        key = uuid5(NAMESPACE_URL, f"group-file {kept.pk} {person.pk}")
        enrolment = seats.place(round, person, key=key, at=at)
        audit.record(
            "enrolment.made", enrolment, by=by, at=at, seat=enrolment.seat_no, wait=enrolment.wait_no, file=kept.pk
        )  # fmt: skip
        notices.enrolled(enrolment)
