"""Every duty of the guideline's section 6 and appendices as an obligation: rhythm, owner seat and proof.

Nothing is stored for a duty that the portal can see done: its proof is found by a query. Apps above register their
own proofs (`@proof`, in a module `proofs` that their AppConfig loads); a test holds that every name below is
registered and every registered one is used. Where no query can find one, the owner uploads a DutyProof.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.models import Level, Position

# (committee id, day it was done, address of the page that shows it)
Done = tuple[int, date, str]
ProofQuery = Callable[[list[int], date, date], Iterable[Done]]
RowQuery = Callable[[list[int], date, date], Iterable[QuerySet[Any]]]
UPLOAD = "upload"


@dataclass(frozen=True)
class RowProof:
    """A proof that plain rows give (`proving`): the ledger asks all of these by one statement.

    `path` is the address of the page that shows it, with {} where the row's key goes.
    """

    query: RowQuery
    path: str


PROOFS: dict[str, ProofQuery | RowProof] = {}


class Rhythm(IntEnum):
    """How many periods a fiscal year has for the duty."""

    YEARLY = 1
    HALF_YEARLY = 2
    QUARTERLY = 4
    MONTHLY = 12


@dataclass(frozen=True)
class Obligation:
    """One duty of one kind of committee. `proof` names a registered query, or UPLOAD."""

    code: str
    clause: str
    level: str
    owner: str
    label: str | Promise
    rhythm: Rhythm
    proof: str
    grace: timedelta = timedelta(days=15)


def registered(name: str, given: Any) -> None:
    """Put a proof in the register; two of one name stop the start."""
    if name in PROOFS:
        raise ValueError(f"two proofs named {name}")
    PROOFS[name] = given


def proof(name: str) -> Callable[[ProofQuery], ProofQuery]:
    """Register a proof that must think: it gets committee ids and the first and last day to look at."""

    def register(query: ProofQuery) -> ProofQuery:
        registered(name, query)
        return query

    return register


def rows_prove(name: str, path: str) -> Callable[[RowQuery], RowQuery]:
    """Register a proof whose rows say everything; it gets the same and yields querysets made by `proving`."""

    def register(query: RowQuery) -> RowQuery:
        registered(name, RowProof(query, path))
        return query

    return register


def proving(
    rows: QuerySet[Any], committee: Any, day: Any, key: Any, between: tuple[date, date]
) -> QuerySet[Any]:
    """Rows as the ledger unites them: whose, on which day (between these two, both inside), and the page's key."""
    named = rows.order_by().annotate(
        of_committee=F(committee) if isinstance(committee, str) else committee,
        of_key=Cast(key, CharField()),
    )
    return named.values("of_committee", "of_key").annotate(on_day=day).filter(on_day__range=between)


Y, H, Q, M = Rhythm.YEARLY, Rhythm.HALF_YEARLY, Rhythm.QUARTERLY, Rhythm.MONTHLY
MIN, OBEC, PRO, CEN = Level.MINISTRY, Level.OBEC, Level.PROVINCE, Level.CENTER
MEMBER, OFFICER = Position.MINISTRY_MEMBER, Position.OBEC_OFFICER
DIRECTOR, HEAD, SUPERVISOR, SECRETARY = (
    Position.AREA_DIRECTOR,
    Position.DEVELOPMENT_HEAD,
    Position.SUPERVISOR,
    Position.PROVINCE_SECRETARY,
)
HOST, DEPUTY, MANAGER, ICT, CLERK = (
    Position.SCHOOL_DIRECTOR,
    Position.DEPUTY_DIRECTOR,
    Position.CENTER_MANAGER,
    Position.ICT_OFFICER,
    Position.CLERK,
)

OBLIGATIONS: tuple[Obligation, ...] = (
    Obligation("ministry-policy", "6.1.1", MIN, MEMBER, _("Set policy"), Y, "directive published"),
    Obligation("ministry-budget", "6.1.2", MIN, MEMBER, _("Support the budget"), Y, UPLOAD),
    Obligation(
        "ministry-affiliations",
        "6.1.3",
        MIN,
        MEMBER,
        _("Support every affiliation"),
        Y,
        "every affiliation served",
    ),
    Obligation("obec-announce", "6.2.1", OBEC, OFFICER, _("Announce the centers"), Y, "center announced"),
    Obligation(
        "obec-guideline", "6.2.2", OBEC, OFFICER, _("Keep the operating guideline"), Y, "directive published"
    ),
    Obligation("obec-allocate", "6.2.3", OBEC, OFFICER, _("Allocate budget to the centers"), Y, UPLOAD),
    Obligation(
        "obec-train",
        "6.2.4",
        OBEC,
        OFFICER,
        _("Train center staff and committee members"),
        Y,
        "committee members trained",
    ),
    Obligation(
        "obec-catalogue",
        "6.2.5",
        OBEC,
        OFFICER,
        _("Support teachers' development in every field"),
        Y,
        "every curriculum taught",
    ),
    Obligation(
        "obec-supervise", "6.2.6", OBEC, OFFICER, _("Supervise and follow up the centers"), H, "visit made"
    ),
    Obligation(
        "province-policy", "6.3.1", PRO, DIRECTOR, _("Receive policy from OBEC"), Y, "directive acknowledged"
    ),
    Obligation(
        "province-run",
        "6.3.2",
        PRO,
        DIRECTOR,
        _("Run the centers and solve their problems"),
        Q,
        "meeting held",
    ),
    Obligation("province-resources", "6.3.3", PRO, DIRECTOR, _("Find resources"), Y, "support received"),
    Obligation("province-report", "6.3.4", PRO, SECRETARY, _("Report to OBEC"), Q, UPLOAD),
    Obligation(
        "province-partners", "6.3.5", PRO, HEAD, _("Build cooperation networks"), Y, "partner in force"
    ),
    Obligation(
        "province-seats", "P.0", PRO, DIRECTOR, _("Fill the seats of the committee"), Y, "seats filled"
    ),
    Obligation("province-lead", "P.1", PRO, DIRECTOR, _("Lead the committee's work"), H, "meeting held"),
    Obligation(
        "province-coordinate", "P.2", PRO, HEAD, _("Coordinate projects and supervise"), Y, "visit made"
    ),
    Obligation("province-supervise", "P.3", PRO, SUPERVISOR, _("Visit the centers"), H, "visit made"),
    Obligation(
        "center-policy",
        "6.4.1",
        CEN,
        HOST,
        _("Receive policy from the province"),
        Y,
        "directive acknowledged",
    ),
    Obligation(
        "center-facilitate", "6.4.2", CEN, CLERK, _("Facilitate projects and disbursement"), H, UPLOAD
    ),
    Obligation(
        "center-coordinate", "6.4.3", CEN, MANAGER, _("Coordinate with areas and schools"), Y, "contact kept"
    ),
    Obligation("center-propose", "6.4.4", CEN, MANAGER, _("Propose projects"), Y, UPLOAD),
    Obligation("center-disburse", "6.4.5", CEN, MANAGER, _("Disburse by the regulations"), H, UPLOAD),
    Obligation("center-train", "6.4.6", CEN, MANAGER, _("Run training"), Q, "round held"),
    Obligation(
        "center-evaluate",
        "6.4.7",
        CEN,
        MANAGER,
        _("Evaluate every activity of the calendar"),
        Q,
        "calendar closed",
    ),
    Obligation(
        "center-systems",
        "6.4.8",
        CEN,
        ICT,
        _("Keep information systems and network working"),
        M,
        "workstations checked",
    ),
    Obligation(
        "center-inside", "6.4.9", CEN, DEPUTY, _("Supervise inside the center"), H, "visit to the center"
    ),
    Obligation(
        "center-standards",
        "6.4.9",
        CEN,
        HOST,
        _("Assess the center against the standards"),
        Y,
        "standards assessed",
    ),
    Obligation("center-report", "6.4.10", CEN, HOST, _("Report results to the province"), Q, UPLOAD),
    Obligation("center-seats", "C.0", CEN, HOST, _("Fill the seats of the committee"), Y, "seats filled"),
    Obligation(
        "center-lead",
        "C.1",
        CEN,
        HOST,
        _("Lead the center and serve as the province's secretary"),
        H,
        "meeting held",
    ),
    Obligation("center-results", "C.1", CEN, HOST, _("Release the results of tests"), H, "results released"),
    Obligation("center-certify", "C.1", CEN, HOST, _("Issue certificates"), H, "certificates issued"),
    Obligation(
        "center-deputise",
        "C.2",
        CEN,
        DEPUTY,
        _("Coordinate and supervise as deputy"),
        Y,
        "visit to the center",
    ),
    Obligation(
        "center-manage", "C.3", CEN, MANAGER, _("Keep the committee's meetings and plan"), Q, "meeting held"
    ),
    Obligation(
        "center-calendar", "C.3", CEN, MANAGER, _("Open the calendar of the term"), H, "calendar opened"
    ),
    Obligation("center-test", "C.3", CEN, MANAGER, _("Hold tests"), H, "session held"),
    Obligation("center-ict", "C.4", CEN, ICT, _("Keep the equipment register"), H, "equipment register kept"),
    Obligation("center-data", "C.5", CEN, CLERK, _("Keep data on projects and people"), Y, "contact kept"),
)
