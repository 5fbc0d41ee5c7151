"""A year of committees' work around the demo's center: directives, meetings, visits, problems, partners, contacts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from centers.models import Center
from committees.actions import directives, minutes, partners, problems, sittings, todos, visits
from committees.models import Committee, Directive, Level, Sitting, Visit
from committees.queries.sittings import members
from hcec.accounts.models import User

DAY = timedelta(days=1)


def work(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """Let the people of the demo do what their committees do, through the portal's own actions."""
    publish(center, cast, now=now)
    meet(center.committee, cast, now=now)
    visit(center, cast, now=now)
    raise_problems(center, cast, now=now)
    keep_partners(center, cast, now=now)


def publish(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """One directive that has gone all the way down to the center, one that waits at the province."""
    officer, obec = cast["obec"], Committee.objects.get(level=Level.OBEC)
    province = center.province.committee
    subjects = [
        ("ศธ 04001/ว 101", "แนวทางการเปิดสอบวัดระดับประจำปีงบประมาณ", 40),
        ("ศธ 04001/ว 118", "การตรวจความพร้อมห้องสอบก่อนเปิดภาคเรียน", 3),
    ]
    for number, subject, ago in subjects:
        at = now - ago * DAY
        words = {
            "number": number,
            "subject": subject,
            "body": "ขอให้ทุกจังหวัดและทุกศูนย์รับทราบ และจัดทำแผนของพื้นที่ให้สอดคล้องกัน",
            "due_on": timezone.localdate(at + 14 * DAY),
            "plan_asked": True,
        }
        directive = directives.publish(directives.draft(obec, words, by=officer, at=at), by=officer, at=at)
        if ago > 30:
            acknowledge(directive, [province, center.committee], cast, at=at + DAY)


def acknowledge(
    directive: Directive, committees: list[Committee], cast: Mapping[str, User], *, at: datetime
) -> None:
    """The province's director acknowledges, then the center's manager, each with a plan."""
    for committee, key in zip(committees, ("area-director", "manager"), strict=True):
        plan = "จัดสอบอย่างน้อยภาคเรียนละสองรอบ และรายงานผลทุกไตรมาส"
        directives.acknowledge(directive, committee, plan=plan, by=cast[key], at=at)


def meet(committee: Committee, cast: Mapping[str, User], *, now: datetime) -> None:
    """A meeting with approved minutes, one whose minutes are being written, and the next one."""
    manager = cast["manager"]
    first = hold(committee, cast, at=now - 60 * DAY, approve=None)
    hold(committee, cast, at=now - 15 * DAY, approve=first)
    coming = plan(committee, manager, at=now - 2 * DAY, starts_at=now + 12 * DAY)
    sittings.call(coming, notice_number="ศธ 04321.10/55", by=manager, at=now - 2 * DAY)


def plan(committee: Committee, by: User, *, at: datetime, starts_at: datetime) -> Sitting:
    """A meeting on the committee's calendar."""
    starts_at = timezone.localtime(starts_at).replace(hour=9, minute=0, second=0, microsecond=0)
    fields = {"starts_at": starts_at, "place": "ห้องประชุมโรงเรียน", "quorum": 3}
    titles = ["เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "แผนการอบรมและการสอบ", "ความพร้อมของห้องสอบ"]
    return sittings.plan(committee, fields, titles=titles, by=by, at=at)


def hold(committee: Committee, cast: Mapping[str, User], *, at: datetime, approve: Sitting | None) -> Sitting:
    """Hold a meeting from notice to closing; it approves an earlier one's minutes where there is one."""
    manager = cast["manager"]
    sitting = plan(committee, manager, at=at - 7 * DAY, starts_at=at)
    starts = sitting.starts_at
    sittings.call(sitting, notice_number="ศธ 04321.10/41", by=manager, at=at - 7 * DAY)
    for member in members(sitting)[:4]:
        sittings.arrive(sitting, member, by=manager, at=starts)
    sittings.open_sitting(sitting, by=manager, at=starts)
    if approve:
        approve_line_by_line(approve, sitting, cast, at=starts)
    for item in sitting.items.order_by("position"):
        text = "ที่ประชุมรับทราบและอภิปรายตามเอกสารประกอบการประชุม"
        minutes.write(item, text=text, version=0, by=manager, at=starts + timedelta(hours=1))
    due = timezone.localdate(starts) + 20 * DAY
    task = ("จัดหาเครื่องสำรองไฟสำหรับห้องสอบ", cast["ict"], due)
    point = sitting.items.order_by("position").last()
    assert point is not None  # the plan above put three points on the agenda
    sittings.resolve(point, text="เห็นชอบให้ดำเนินการ", tasks=[task], by=manager, at=starts)
    sittings.close(sitting, by=manager, at=starts + timedelta(hours=2))
    if approve:
        done = cast["ict"].actions_owned.order_by("pk").first()
        assert done is not None  # the earlier meeting gave it
        todos.move(done, "finish", outcome="จัดซื้อและติดตั้งแล้ว", by=cast["ict"], at=starts)
    return sitting


def approve_line_by_line(
    earlier: Sitting, sitting: Sitting, cast: Mapping[str, User], *, at: datetime
) -> None:
    """The clerk asks for one correction before the meeting; the meeting confirms each line and approves."""
    manager, clerk, before = cast["manager"], cast["clerk"], at - 3 * DAY
    first, *rest = earlier.items.order_by("position")
    for item in rest:
        minutes.confirm(item, version=item.version, by=clerk, at=before)
    words = "ขอให้ระบุว่าที่ประชุมรับทราบตามเอกสารหมายเลข ๑"
    asked = minutes.ask(first, version=first.version, text=words, by=clerk, at=before)
    text = f"{first.minutes} (เอกสารหมายเลข ๑)"
    minutes.write(first, text=text, version=first.version, by=manager, at=before + DAY)
    minutes.settle(asked, answer="", by=manager, at=before + DAY)
    for item in earlier.items.order_by("position"):
        minutes.confirm_in(item, version=item.version, in_sitting=sitting, by=manager, at=at)
    minutes.approve(earlier, in_sitting=sitting, by=manager, at=at)
    minutes.publish(earlier, by=manager, at=at + DAY)


def visit(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """A final visit, one whose findings await the center's reply, and one for the supervisor to fill in today."""
    for ago, steps in ((70, 3), (4, 2), (0, 0)):
        at = now - ago * DAY
        one = visits.plan(
            {
                "center": center,
                "committee": center.province.committee,
                "supervisor": cast["supervisor"],
                "planned_on": timezone.localdate(at),
                "mode": Visit.Mode.ON_SITE,
                "reason": Visit.Reason.RISK,
            },
            by=cast["supervisor"],
            at=at - DAY,
        )
        if steps:
            rate(one, cast, final=steps == 3, at=at)


def rate(one: Visit, cast: Mapping[str, User], *, final: bool, at: datetime) -> None:
    """Fill in the form and send it; let the center reply and make it final where the visit is old."""
    supervisor, items = cast["supervisor"], one.form.items.order_by("position")
    one = visits.record(
        one,
        version=0,
        scores={item.pk: 5 - item.position % 3 for item in items},
        notes={},
        findings=[("เครื่องคอมพิวเตอร์บางเครื่องเปิดช้า", "ตรวจความพร้อมทุกเดือนและซ่อมก่อนวันสอบ")],
        summary="ศูนย์ดำเนินงานได้ตามแผน บุคลากรตั้งใจ",
        by=supervisor,
        at=at,
    )
    visits.submit(one, made_on=timezone.localdate(at), by=supervisor, at=at)
    if final:
        finding = one.findings.get()
        visits.reply(finding, text="ได้จัดตารางตรวจทุกวันที่ ๑ ของเดือนแล้ว", by=cast["manager"], at=at + 2 * DAY)
        fix = (finding, "ตรวจความพร้อมทุกเดือน", cast["ict"], timezone.localdate(at + 30 * DAY))
        visits.finalise(one, corrections=[fix], by=supervisor, at=at + 5 * DAY)


def raise_problems(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """One the center solves itself, one that climbed to the province, one solved and closed."""
    manager = cast["manager"]
    told = [
        ("อินเทอร์เน็ตช้าในวันสอบ", 45, ("escalate", "resolve", "close")),
        ("ขาดวิทยากรด้าน Coding", 20, ("escalate",)),
        ("เครื่องปรับอากาศห้องสอบ 1 เสีย", 5, ()),
    ]
    for title, ago, steps in told:
        at = now - ago * DAY
        body = "พบตั้งแต่ต้นเดือน ได้แจ้งฝ่ายอาคารแล้วแต่ยังไม่เรียบร้อย"
        one = problems.raise_problem(center, title=title, body=body, by=manager, at=at)
        if "escalate" in steps:
            problems.escalate(one, note="ศูนย์แก้เองไม่ได้ ขอให้จังหวัดช่วย", by=manager, at=at + DAY)
        if "resolve" in steps:
            problems.resolve(one, answer="เพิ่มสายสัญญาณสำรองแล้ว", by=cast["area-director"], at=at + 6 * DAY)
            problems.settle(one, "close", note="ใช้งานได้ดี", by=manager, at=at + 7 * DAY)


def keep_partners(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """A university with an agreement that ends soon, and three lines of the contact book."""
    today = timezone.localdate(now)
    fields = {
        "name": "มหาวิทยาลัยราชภัฏเชียงใหม่",
        "kind": "มหาวิทยาลัย",
        "agreement": "บันทึกข้อตกลง 12/2567",
        "starts_on": today - 700 * DAY,
        "ends_on": today + 30 * DAY,
        "contact_name": "ผศ.ดร.ตัวอย่าง ใจดี",
    }
    partner = partners.keep(center.committee, fields, partner=None, by=cast["manager"], at=now)
    gift = {"on": today - 30 * DAY, "what": "วิทยากร 2 คน", "activity": "อบรมการใช้ปัญญาประดิษฐ์ในห้องเรียน"}
    partners.add_support(partner, gift, by=cast["manager"], at=now)
    for number, area in enumerate(center.areas_served.order_by("code")[:3], start=1):
        line = {
            "name": f"เจ้าหน้าที่ประสานงาน {area.name_th}",
            "area": area,
            "email": f"area{number}@demo.hcec.example",
        }
        partners.keep_contact(center, line, contact=None, by=cast["clerk"], at=now)
