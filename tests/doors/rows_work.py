"""Doors of committees' work: directives, meetings, tasks, visits, problems, partners, contacts and duties."""

from typing import Any

from django.utils import timezone

from committees.actions import problems, visits
from committees.models import (
    ActionItem,
    Contact,
    DutyProof,
    Level,
    Partner,
    Publication,
    Reading,
    Resolution,
)
from committees.queries import ledger
from tests.doors.table import ELSEWHERE, GET_CLOSED, HERE, Door, anyone, everyone_but, only, owner
from tests.factories.centers import ServiceAreaFactory
from tests.factories.committees import CommitteeFactory
from tests.factories.work import DirectiveFactory, SittingFactory, VisitFactory

# Everybody with a seat sees committees; the seats at other centers and provinces see others.
SEATED = HERE + ELSEWHERE
CENTER_SEATS = ("clerk", "manager", "ict", "director", "deputy", "center_supervisor", "center_member")
AWAY_SEATS = ELSEWHERE
# Who keeps the minutes, the contact book and so on at the center, and who does at another place.
RUNS = ("clerk", "manager")
KEEPS = ("clerk", "manager")
VISITS = ("center_supervisor", "supervisor", "obec_officer")
REPLIES = ("manager", "director", "deputy")


def seen_here() -> dict[str, Any]:
    """A thing of the center: its own seats, its province and the nation see it."""
    return only(*HERE, outside=AWAY_SEATS)


def elsewhere_too(*roles: str) -> tuple[str, ...]:
    """Those who hold the same power elsewhere, where such a role exists."""
    return tuple(role for role in ELSEWHERE if role.rsplit("_", 1)[0] in roles)


def furnish(world: Any) -> None:
    """One thing of each kind at the center."""
    world.committee = CommitteeFactory(center=world.center)
    world.provincial = CommitteeFactory(level=Level.PROVINCE, province=world.province, center=None)
    world.obec = CommitteeFactory(level=Level.OBEC, center=None)
    officer = world.person["obec_officer"]
    world.directive = DirectiveFactory(
        issuer=world.obec,
        status="published",
        published_at=timezone.now(),
        published_by=officer,
        document="x/none.pdf",
    )
    world.unpublished = DirectiveFactory(issuer=world.obec)
    world.sitting = SittingFactory(committee=world.committee, status="open", opened_at=timezone.now())
    world.earlier = SittingFactory(committee=world.committee, status="closed", closed_at=timezone.now())
    world.item = world.sitting.items.get()
    world.line = world.earlier.items.get()
    world.reading = Reading.objects.create(
        item=world.line, version=0, member=world.committee.appointments.order_by("pk").first(), asks="แก้",
        by=world.person["clerk"], at=timezone.now(),
    )  # fmt: skip
    world.public = SittingFactory(
        committee=world.committee, status="approved", closed_at=timezone.now(), approved_at=timezone.now(),
        approved_in=world.sitting, minutes_sha256="0" * 64,
    )  # fmt: skip
    Publication.objects.create(
        sitting=world.public, published_at=timezone.now(), published_by=world.person["manager"]
    )
    world.member = world.committee.appointments.order_by("pk").first()
    resolution = Resolution.objects.create(
        item=world.item, text="มติ", passed_at=timezone.now(), present=2, quorum=2
    )
    world.task = ActionItem.objects.create(
        committee=world.committee,
        resolution=resolution,
        what="งาน",
        owner=world.teacher,
        due_on=timezone.localdate(),
    )
    world.visit = VisitFactory(center=world.center, supervisor=world.person["supervisor"])
    item = world.visit.form.items.first()
    world.visit = visits.record(
        world.visit, version=0, scores={item.pk: 4}, notes={}, findings=[("พบ", "แนะนำ")], summary="สรุป",
        by=world.visit.supervisor, at=timezone.now(),
    )  # fmt: skip
    world.finding = world.visit.findings.get()
    world.problem = problems.raise_problem(
        world.center, title="เน็ตช้า", body="มาก", by=world.person["manager"], at=timezone.now()
    )
    day = timezone.localdate()
    world.partner = Partner.objects.create(
        committee=world.committee, name="มหาวิทยาลัย", agreement="MOU 1", starts_on=day, ends_on=day
    )
    area = ServiceAreaFactory()
    world.center.areas_served.add(area)
    world.contact = Contact.objects.create(
        center=world.center, area=area, name="คุณติดต่อ", email="a@example.org"
    )
    span = ledger.periods(2569, 2)[0]
    world.proof = DutyProof.objects.create(
        committee=world.committee, duty="center-disburse", period_start=span.start, note="แล้ว",
        person=world.person["ict"], at=timezone.now(),
    )  # fmt: skip


def pk(name: str) -> Any:
    """The primary key of a thing of the world, as the address wants it."""
    return lambda w: {"pk": getattr(w, name).pk}


def move(name: str, move_name: str) -> Any:
    """A thing and the name of a move."""
    return lambda w: {"pk": getattr(w, name).pk, "name": move_name}


def item(w: Any) -> dict[str, Any]:
    return {"pk": w.sitting.pk, "item": w.item.pk}


def line(w: Any) -> dict[str, Any]:
    """A line of minutes that await approval."""
    return {"pk": w.earlier.pk, "item": w.line.pk}


PROVE = {"code": "center-disburse", "start": "2025-10-01"}
PROVERS = ("clerk", "manager", "director", "ict")
# Others who may prove duties, but of their own committees.
OTHER_PROVERS = ("area_director", "obec_officer", "ministry")

DOORS = [
    Door("committee-duties", seen_here(), where=pk("committee")),
    Door(
        "duty-prove",
        only(*PROVERS, outside=elsewhere_too(*PROVERS, "area_director") + OTHER_PROVERS),
        where=lambda w: {"pk": w.committee.pk, **PROVE},
    ),
    Door("duty-proof", seen_here(), where=pk("proof")),
    Door("duty-proof-document", only(outside=SEATED), where=pk("proof")),
    Door("directives", only(*SEATED)),
    Door("directive-new", only("obec_officer", "ministry")),
    Door("directive", only(*SEATED), where=pk("directive")),
    Door("directive-document", only(outside=SEATED), where=pk("directive")),
    Door("directive-standing", only(*SEATED), where=pk("directive")),
    Door(
        "directive-acknowledge",
        GET_CLOSED,
        post=only(
            "area_director",
            outside=(
                *elsewhere_too("area_director", "manager", "director"),
                "manager",
                "director",
                "obec_officer",
            ),
        ),
        where=lambda w: {"pk": w.directive.pk, "committee": w.provincial.pk},
    ),
    Door(
        "directive-move",
        GET_CLOSED,
        post=only("obec_officer", outside=("ministry",)),
        where=move("unpublished", "publish"),
    ),
    Door("problems", only(*SEATED)),
    Door(
        "problem-new",
        only(
            "clerk",
            "manager",
            "ict",
            "director",
            "deputy",
            *elsewhere_too("clerk", "manager", "ict", "director"),
        ),
    ),
    Door("problem", seen_here(), where=pk("problem")),
    Door("problem-move", GET_CLOSED, post=seen_here(), where=move("problem", "resolve")),
    Door("meetings", only(*SEATED)),
    Door(
        "meeting-new",
        only(*RUNS, "area_director", "obec_officer", "ministry", *elsewhere_too(*RUNS, "area_director")),
    ),
    Door("meeting", seen_here(), where=pk("sitting")),
    Door("meeting-paper", seen_here(), where=move("sitting", "notice")),
]
OTHER_RUNNERS = (*elsewhere_too(*RUNS, "area_director"), "area_director", "obec_officer", "ministry")
RUN_HERE = only(*RUNS, outside=OTHER_RUNNERS)

DOORS += [
    Door("meeting-item", GET_CLOSED, post=RUN_HERE, where=pk("sitting")),
    Door("meeting-resolve", RUN_HERE, where=item),
    Door("meeting-minutes", RUN_HERE, where=item),
    Door(
        "meeting-approve",
        GET_CLOSED,
        post=RUN_HERE,
        where=lambda w: {"pk": w.sitting.pk, "earlier": w.earlier.pk},
    ),
    Door(
        "meeting-presence",
        GET_CLOSED,
        post=RUN_HERE,
        where=lambda w: {"pk": w.sitting.pk, "member": w.member.pk, "name": "arrive"},
    ),
    Door("meeting-move", GET_CLOSED, post=RUN_HERE, where=move("sitting", "close")),
    Door("minutes-review", seen_here(), where=pk("earlier")),
    Door("minutes-circulate", GET_CLOSED, post=RUN_HERE, where=pk("earlier")),
    Door("minutes-confirm", GET_CLOSED, post=seen_here(), where=line),
    Door("minutes-correct", GET_CLOSED, post=seen_here(), where=line),
    Door("minutes-confirm-in", GET_CLOSED, post=RUN_HERE, where=lambda w: {**line(w), "later": w.sitting.pk}),
    Door(
        "minutes-settle",
        GET_CLOSED,
        post=RUN_HERE,
        where=lambda w: {"pk": w.earlier.pk, "reading": w.reading.pk},
    ),
    Door(
        "minutes-withhold",
        GET_CLOSED,
        post=RUN_HERE,
        where=lambda w: {"pk": w.public.pk, "item": w.public.items.get().pk},
    ),
    Door("minutes-publish", GET_CLOSED, post=RUN_HERE, where=pk("public")),
    Door("minutes-withdraw", GET_CLOSED, post=RUN_HERE, where=pk("public")),
    Door("published-minutes", anyone()),
    Door("minutes-public", anyone(), where=pk("public")),
    Door("minutes-public-paper", anyone(), where=pk("public")),
    Door("actions", only(*everyone_but())),
    Door("action", owner("teacher"), where=pk("task")),
    Door("action-move", GET_CLOSED, post=owner("teacher"), where=move("task", "finish")),
    Door("visits", only(*SEATED)),
    Door("visit-suggestions", only(*VISITS, *elsewhere_too(*VISITS))),
    Door("visit-new", only(*VISITS, *elsewhere_too(*VISITS))),
    Door(
        "visit-new-for",
        only(*VISITS, *elsewhere_too(*VISITS)),
        where=lambda w: {"center": w.center.pk, "reason": "risk"},
    ),
    Door("visit", seen_here(), where=pk("visit")),
]
MY_VISIT = only("supervisor", outside=("center_supervisor", "obec_officer", *elsewhere_too(*VISITS)))
DOORS += [
    Door("visit-worker", anyone()),
    Door("visit-form", MY_VISIT, where=pk("visit")),
    Door("visit-submit", GET_CLOSED, post=MY_VISIT, where=pk("visit")),
    Door(
        "visit-reply",
        GET_CLOSED,
        post=only(*REPLIES, outside=elsewhere_too(*REPLIES)),
        where=lambda w: {"pk": w.visit.pk, "finding": w.finding.pk},
    ),
    Door("visit-finalise", GET_CLOSED, post=MY_VISIT, where=pk("visit")),
    Door("visit-cancel", GET_CLOSED, post=MY_VISIT, where=pk("visit")),
    Door("visit-report", only(outside=SEATED), where=pk("visit")),
    Door("partners", only(*SEATED)),
    Door("partner", seen_here(), where=pk("partner")),
    Door(
        "partner-new",
        only(*KEEPS, outside=("area_director", *elsewhere_too(*KEEPS, "area_director"))),
        where=lambda w: {"committee": w.committee.pk},
    ),
    Door(
        "partner-edit",
        only(*KEEPS, outside=("area_director", *elsewhere_too(*KEEPS, "area_director"))),
        where=pk("partner"),
    ),
    Door(
        "partner-support",
        only(*KEEPS, outside=("area_director", *elsewhere_too(*KEEPS, "area_director"))),
        where=pk("partner"),
    ),
    Door("contacts", only(*KEEPS, "area_director", *elsewhere_too(*KEEPS, "area_director"))),
    Door(
        "contact",
        only(*KEEPS, "area_director", outside=elsewhere_too(*KEEPS, "area_director")),
        where=pk("contact"),
    ),
    Door(
        "contact-new",
        only(*KEEPS, "area_director", outside=elsewhere_too(*KEEPS, "area_director")),
        where=lambda w: {"center": w.center.pk},
    ),
    Door(
        "contact-invite",
        only(*KEEPS, "area_director", outside=elsewhere_too(*KEEPS, "area_director")),
        where=lambda w: {"center": w.center.pk},
    ),
]
