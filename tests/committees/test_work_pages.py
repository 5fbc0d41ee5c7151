"""The stories of committees' work, told through the pages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.actions import reference
from committees.models import (
    ActionItem,
    Contact,
    Directive,
    DutyProof,
    Invitation,
    Level,
    Partner,
    Position,
    Problem,
    Sitting,
    Visit,
)
from tests.factories.accounts import PersonFactory
from tests.factories.centers import ServiceAreaFactory
from tests.factories.committees import AppointmentFactory, person_with
from tests.factories.work import DirectiveFactory, chain
from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(person) -> StrictClient:
    client = StrictClient()
    client.force_login(person, backend=BACKEND)
    return client


def date_boxes(name: str, day) -> dict[str, str]:
    """A day typed in the three boxes, in the Buddhist era."""
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year + 543)}


def posted(client: StrictClient, url_name: str, /, data=None, **where) -> StrictClient:
    """Post to a page that answers with a redirect, and follow it to a page that stands."""
    answer = client.post(reverse(url_name, kwargs=where), data or {}, follow=True)
    assert answer.status_code == 200, answer
    assert answer.redirect_chain, answer.content.decode()
    return answer


@pytest.fixture
def house():
    """OBEC, a province and a center with the people of the stories."""
    obec, province, center = chain()
    return {
        "center": center.center,
        "committee": center,
        "province": province,
        "officer": signed_in(person_with(Position.OBEC_OFFICER)),
        "director": signed_in(person_with(Position.AREA_DIRECTOR, province=province.province)),
        "manager": signed_in(person_with(Position.CENTER_MANAGER, center=center.center)),
    }


def test_a_directive_is_written_published_and_acknowledged_down_to_the_center(house):
    words = {
        "number": "ศธ 04001/ว 1",
        "subject": "เปิดสอบ",
        "body": "ขอให้เปิดสอบ",
        "to_provinces": "on",
        "to_centers": "on",
        "plan_asked": "on",
        **date_boxes("due_on", timezone.localdate()),
    }
    posted(house["officer"], "directive-new", words)
    directive = Directive.objects.get()
    posted(house["officer"], "directive-move", pk=directive.pk, name="publish")
    for who, committee in (("director", house["province"]), ("manager", house["committee"])):
        page = house[who].get(reverse("directive", args=[directive.pk])).content.decode()
        assert reverse("directive-acknowledge", args=[directive.pk, committee.pk]) in page
        posted(house[who], "directive-acknowledge", {"plan": "ทำ"}, pk=directive.pk, committee=committee.pk)
    assert directive.acknowledgements.count() == 2
    standing = house["officer"].get(reverse("directive-standing", args=[directive.pk])).content.decode()
    assert house["committee"].name in standing


def test_an_acknowledgement_without_the_plan_keeps_what_was_typed_and_says_what_is_missing(house):
    directive = DirectiveFactory(
        status="published", published_at=timezone.now(), published_by=PersonFactory(), plan_asked=True
    )
    where = {"pk": directive.pk, "committee": house["province"].pk}
    answer = house["director"].post(reverse("directive-acknowledge", kwargs=where), {"plan": " "})
    assert answer.status_code == 200 and "ขอแผนของพื้นที่" in answer.content.decode()


def test_a_meeting_is_planned_called_held_and_its_minutes_approved_in_the_next(house):
    clerk = AppointmentFactory(committee=house["committee"], position=Position.CLERK)
    manager = house["manager"]

    def planned(days: int) -> Sitting:
        when = timezone.localtime() + timedelta(days=days)
        words = {
            "committee": house["committee"].pk,
            "place": "ห้อง 1",
            "quorum": 1,
            "agenda": "เรื่องแจ้งเพื่อทราบ\nเรื่องเพื่อพิจารณา",
            **date_boxes("starts_at", when),
            "starts_at_time": "09.00",
        }
        posted(manager, "meeting-new", words)
        sitting = Sitting.objects.latest("pk")
        posted(manager, "meeting-move", {"notice_number": "1/2569"}, pk=sitting.pk, name="call")
        posted(manager, "meeting-presence", pk=sitting.pk, member=clerk.pk, name="arrive")
        posted(manager, "meeting-move", pk=sitting.pk, name="open")
        return sitting

    first = planned(0)
    item = first.items.order_by("position").first()
    task = {
        "text": "เห็นชอบ",
        "what": "ซื้อเครื่อง",
        "owner": clerk.person_id,
        **date_boxes("due_on", timezone.localdate()),
    }
    posted(manager, "meeting-resolve", task, pk=first.pk, item=item.pk)
    posted(manager, "meeting-minutes", {"text": "ประธานแจ้ง", "version": 0}, pk=first.pk, item=item.pk)
    posted(manager, "meeting-move", pk=first.pk, name="close")
    second = planned(1)
    for line in first.items.all():
        where = {"pk": first.pk, "item": line.pk, "later": second.pk}
        posted(manager, "minutes-confirm-in", {"version": line.version}, **where)
    posted(manager, "meeting-approve", pk=second.pk, earlier=first.pk)
    first.refresh_from_db()
    assert first.status == "approved" and len(first.minutes_sha256) == 64
    mine = signed_in(clerk.person)
    assert "ซื้อเครื่อง" in mine.get(reverse("actions")).content.decode()
    posted(mine, "action-move", {"outcome": "ซื้อแล้ว"}, pk=ActionItem.objects.get().pk, name="finish")


@pytest.mark.parametrize("paper", ["notice", "minutes"])
def test_the_papers_of_a_meeting_are_pdfs(house, paper):
    sitting = Sitting.objects.create(
        committee=house["committee"],
        fiscal_year=2570,
        number=1,
        starts_at=timezone.now(),
        place="ห้อง 1",
        quorum=1,
        status="closed",
        opened_at=timezone.now(),
        closed_at=timezone.now(),
    )
    answer = house["manager"].get(reverse("meeting-paper", args=[sitting.pk, paper]))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")


def test_a_stale_save_of_minutes_shows_both_texts(house):
    sitting = Sitting.objects.create(
        committee=house["committee"], fiscal_year=2570, number=1, starts_at=timezone.now(), place="ห้อง 1",
        quorum=1, status="open", opened_at=timezone.now(),
    )  # fmt: skip
    item = sitting.items.create(position=1, title="วาระ")
    posted(
        house["manager"], "meeting-minutes", {"text": "ของคนแรก", "version": 0}, pk=sitting.pk, item=item.pk
    )
    where = reverse("meeting-minutes", args=[sitting.pk, item.pk])
    answer = house["manager"].post(where, {"text": "ของคนที่สอง", "version": 0})
    page = answer.content.decode()
    assert answer.status_code == 409 and "ของคนแรก" in page and "ของคนที่สอง" in page


def test_the_autosave_gets_the_new_version_and_a_stale_one_a_refusal(house):
    sitting = Sitting.objects.create(
        committee=house["committee"], fiscal_year=2570, number=1, starts_at=timezone.now(), place="ห้อง 1",
        quorum=1, status="open", opened_at=timezone.now(),
    )  # fmt: skip
    item = sitting.items.create(position=1, title="วาระ")
    where, script = reverse("meeting-minutes", args=[sitting.pk, item.pk]), {"Accept": "application/json"}
    save = house["manager"].post(where, {"text": "หนึ่ง", "version": 0}, headers=script)
    assert save.json() == {"version": 1}
    assert house["manager"].post(where, {"text": "สอง", "version": 0}, headers=script).status_code == 409


def visit_of(house, supervisor) -> Visit:
    reference.load_rating_form()
    client = signed_in(supervisor)
    words = {
        "center": house["center"].pk,
        "mode": "on_site",
        "reason": "risk",
        "committee": house["province"].pk,
        **date_boxes("planned_on", timezone.localdate()),
    }
    assert client.get(reverse("visit-suggestions")).status_code == 200
    posted(client, "visit-new", words)
    return Visit.objects.get()


def test_a_visit_is_rated_answered_and_made_final(house):
    supervisor = person_with(Position.SUPERVISOR, province=house["province"].province)
    visit, client = visit_of(house, supervisor), signed_in(supervisor)
    assert client.get(reverse("visit-form", args=[visit.pk])).status_code == 200
    item = visit.form.items.first()
    ratings = {
        "version": 0,
        f"score_{item.pk}": "4",
        "finding_0": "ไฟดับบ่อย",
        "advice_0": "สำรองไฟ",
        "summary": "ดี",
    }
    posted(client, "visit-form", ratings, pk=visit.pk)
    posted(client, "visit-submit", date_boxes("made_on", timezone.localdate()), pk=visit.pk)
    finding = visit.findings.get()
    posted(house["manager"], "visit-reply", {"text": "จะจัดซื้อ"}, pk=visit.pk, finding=finding.pk)
    posted(client, "visit-finalise", {f"what_{finding.pk}": ""}, pk=visit.pk)
    report = client.get(reverse("visit-report", args=[visit.pk]))
    assert report.content.startswith(b"%PDF-")


def test_the_center_does_not_see_the_findings_before_they_are_sent(house):
    supervisor = person_with(Position.SUPERVISOR, province=house["province"].province)
    visit, client = visit_of(house, supervisor), signed_in(supervisor)
    posted(client, "visit-form", {"version": 0, "finding_0": "ลับ-ลับ-ลับ"}, pk=visit.pk)
    assert "ลับ-ลับ-ลับ" not in house["manager"].get(reverse("visit", args=[visit.pk])).content.decode()


def test_a_stale_rating_form_comes_back_with_the_typed_words(house):
    supervisor = person_with(Position.SUPERVISOR, province=house["province"].province)
    visit, client = visit_of(house, supervisor), signed_in(supervisor)
    posted(client, "visit-form", {"version": 0, "summary": "ครั้งแรก"}, pk=visit.pk)
    answer = client.post(reverse("visit-form", args=[visit.pk]), {"version": 0, "summary": "ครั้งที่สอง"})
    assert answer.status_code == 409 and "ครั้งที่สอง" in answer.content.decode()


def test_a_problem_is_raised_passed_up_solved_and_closed(house):
    posted(house["manager"], "problem-new", {"center": house["center"].pk, "title": "เน็ตช้า", "body": "มาก"})
    problem = Problem.objects.get()
    posted(house["manager"], "problem-move", {"note": "แก้เองไม่ได้"}, pk=problem.pk, name="escalate")
    problem.refresh_from_db()
    assert problem.holder.level == Level.PROVINCE
    posted(house["director"], "problem-move", {"note": "เปลี่ยนสาย"}, pk=problem.pk, name="resolve")
    posted(house["manager"], "problem-move", {"note": ""}, pk=problem.pk, name="close")
    assert "เปลี่ยนสาย" in house["manager"].get(reverse("problem", args=[problem.pk])).content.decode()


def test_a_center_cannot_solve_a_problem_that_the_province_holds(house):
    posted(house["manager"], "problem-new", {"center": house["center"].pk, "title": "เน็ตช้า", "body": "มาก"})
    problem = Problem.objects.get()
    posted(house["manager"], "problem-move", {"note": "แก้เองไม่ได้"}, pk=problem.pk, name="escalate")
    where = reverse("problem-move", args=[problem.pk, "resolve"])
    assert house["manager"].post(where, {"note": "แก้แล้ว"}).status_code == 200
    problem.refresh_from_db()
    assert problem.status == "open"


def test_a_late_duty_is_shown_proved_and_climbs(house):
    page = house["manager"].get(reverse("committee-duties", args=[house["committee"].pk]))
    assert page.status_code == 200
    assert house["director"].get(reverse("committee-duties", args=[house["province"].pk])).status_code == 200
    start = "2025-10-01"
    where = {"pk": house["committee"].pk, "code": "center-data", "start": start}
    assert house["manager"].get(reverse("duty-prove", kwargs=where)).status_code == 404
    where["code"] = "center-facilitate"
    posted(house["manager"], "duty-prove", {"note": "ทำแล้ว"}, **where)
    proof = DutyProof.objects.get()
    assert "ทำแล้ว" in house["director"].get(reverse("duty-proof", args=[proof.pk])).content.decode()


def test_a_partner_is_kept_with_what_it_supported(house):
    day = timezone.localdate()
    words = {
        "name": "มหาวิทยาลัย",
        "agreement": "MOU 1",
        **date_boxes("starts_on", day),
        **date_boxes("ends_on", day),
    }
    posted(house["manager"], "partner-new", words, committee=house["committee"].pk)
    partner = Partner.objects.get()
    gift = {"what": "วิทยากร", "activity": "อบรม Coding", **date_boxes("on", day)}
    posted(house["manager"], "partner-support", gift, pk=partner.pk)
    assert "อบรม Coding" in house["manager"].get(reverse("partner", args=[partner.pk])).content.decode()


def test_an_agreement_that_ends_before_it_starts_is_refused_beside_the_field(house):
    day = timezone.localdate()
    early = day - timedelta(days=9)
    words = {
        "name": "มหาวิทยาลัย",
        "agreement": "MOU 1",
        **date_boxes("starts_on", day),
        **date_boxes("ends_on", early),
    }
    where = reverse("partner-new", kwargs={"committee": house["committee"].pk})
    answer = house["manager"].post(where, words)
    assert answer.status_code == 200 and "มหาวิทยาลัย" in answer.content.decode()
    assert not Partner.objects.exists()


def test_contacts_of_the_area_are_invited_once(house):
    area = ServiceAreaFactory()
    house["center"].areas_served.add(area)
    words = {"name": "คุณเอ", "area": area.pk, "email": "a@example.org"}
    posted(house["manager"], "contact-new", words, center=house["center"].pk)
    letter = {"contacts": [Contact.objects.get().pk], "title": "สอบอังกฤษ", "path": "/tests/1/"}
    for _ in range(2):
        posted(house["manager"], "contact-invite", letter, center=house["center"].pk)
    assert Invitation.objects.count() == 1


def test_a_duty_links_to_its_proof_only_for_those_who_may_open_it(house):
    area = ServiceAreaFactory()
    house["center"].areas_served.add(area)
    words = {"name": "คุณเอ", "area": area.pk, "email": "a@example.org"}
    posted(house["manager"], "contact-new", words, center=house["center"].pk)
    deputy = signed_in(person_with(Position.DEPUTY_DIRECTOR, center=house["center"]))
    duties, book = reverse("committee-duties", args=[house["committee"].pk]), f'href="{reverse("contacts")}"'
    assert [deputy.get(duties).content.decode().count(book), deputy.get(reverse("contacts")).status_code] == [
        0,
        403,
    ]
    assert book in house["manager"].get(duties).content.decode().partition("<main")[2]


@pytest.mark.parametrize(
    "name", ["directives", "meetings", "visits", "problems", "partners", "contacts", "actions"]
)
def test_every_list_of_work_opens_within_twelve_queries(house, name, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert house["manager"].get(reverse(name)).status_code == 200
