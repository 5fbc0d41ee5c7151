"""An order of appointment seats everybody it names, or nobody, and prints as an official order."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from committees import integrity
from committees.actions import orders
from committees.lifecycles import OrderStatus
from committees.models import Appointment, AppointmentOrder, Position
from committees.refusals import Refusal
from hcec.accounts.models import Notice
from hcec.core import pdf
from hcec.core.models import AuditEntry
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import AppointmentFactory, CommitteeFactory, person_with

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
WORDS = {
    "issuer": "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาทดสอบ",
    "subject": "แต่งตั้งคณะกรรมการศูนย์ HCEC",
    "preamble": "เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย จึงแต่งตั้งคณะกรรมการ ประกอบด้วย",
    "signatory": "นายวีระ ใจดี",
    "signatory_post": "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา",
}


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def committee(center):
    return CommitteeFactory(center=center)


@pytest.fixture
def director(center):
    return person_with(Position.AREA_DIRECTOR, province=center.province)


@pytest.fixture
def order(committee, director):
    return orders.draft(committee, WORDS, by=director, at=timezone.now())


def add(order, person, position, by, **changes):
    seat = {"position": position, "starts_on": TODAY(), "ends_on": None, "acting": False} | changes
    return orders.add(order, person, **seat, by=by, at=timezone.now())


def sign(order, by, **changes):
    words = {"number": "12/2569", "dated_on": TODAY()} | changes
    return orders.sign(order, **words, by=by, at=timezone.now())


def broken():
    return [
        (truth.name, row) for truth in integrity.INVARIANTS for row in truth.broken() if "order" in truth.name
    ]


def test_a_signed_order_seats_everybody_it_names(order, committee, director):
    people = [PersonFactory() for _ in range(3)]
    for person, position in zip(
        people, (Position.CENTER_MANAGER, Position.CLERK, Position.ICT_OFFICER), strict=True
    ):
        add(order, person, position, director)
    assert not Appointment.objects.filter(committee=committee).exists(), "a draft seats nobody"
    signed = sign(order, director)
    seated = Appointment.objects.filter(committee=committee, order_number="12/2569")
    assert {a.person for a in seated} == set(people)
    assert signed.status == OrderStatus.SIGNED
    assert Notice.objects.filter(person__in=people).count() == 3
    assert AuditEntry.objects.get(verb="order.sign").facts["appointments"] == 3
    assert broken() == []


def test_one_line_that_cannot_be_done_seats_nobody(order, committee, director):
    first = add(order, PersonFactory(), Position.CLERK, director)
    bad = add(order, PersonFactory(), Position.CENTER_MANAGER, director)
    AppointmentFactory(committee=committee, position=Position.CENTER_MANAGER)
    with pytest.raises(orders.LineRefusal) as refused:
        sign(order, director)
    assert refused.value.line == bad.pk
    assert not first.person.appointments.exists()
    order.refresh_from_db()
    assert (order.status, order.number) == (OrderStatus.DRAFT, "")
    assert broken() == []


def test_an_order_without_names_is_not_signed(order, director):
    with pytest.raises(Refusal):
        sign(order, director)


def test_a_signed_order_is_not_changed_signed_again_or_discarded(order, director):
    line = add(order, PersonFactory(), Position.CLERK, director)
    sign(order, director)
    for change in (
        lambda: add(order, PersonFactory(), Position.CLERK, director),
        lambda: orders.remove(line, by=director, at=timezone.now()),
        lambda: sign(order, director),
        lambda: orders.discard(order, by=director, at=timezone.now()),
        lambda: orders.draft(order.committee, WORDS, by=director, at=timezone.now(), order=order),
    ):
        with pytest.raises(Refusal):
            change()


def test_an_order_names_a_person_once_and_never_its_author(order, director):
    person = PersonFactory()
    add(order, person, Position.CLERK, director)
    for who in (person, director):
        with pytest.raises(Refusal):
            add(order, who, Position.ICT_OFFICER, director)
    with pytest.raises(Refusal):
        add(order, PersonFactory(), Position.CLERK, director, acting=True)


@pytest.fixture
def as_director(client, director):
    client.force_login(director, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def day(name, value=None):
    return {name: (value or TODAY()).isoformat()}


def test_a_committee_is_appointed_on_one_page(as_director, committee):
    new = reverse("order-new", args=[committee.pk])
    assert "จึงแต่งตั้ง" in as_director.get(new).content.decode()
    answer = as_director.post(new, WORDS)
    order = AppointmentOrder.objects.get()
    assert answer.url == reverse("order", args=[order.pk])
    person = PersonFactory()
    line = {"email": person.email, "position": Position.CLERK, "ends_on": ""} | day("starts_on")
    assert as_director.post(reverse("order-add", args=[order.pk]), line).status_code == 302
    as_director.post(answer.url, WORDS | {"subject": "แต่งตั้งกรรมการเพิ่มเติม"})
    scan = SimpleUploadedFile("order.pdf", b"%PDF-1.4 signed", content_type="application/pdf")
    signature = {"number": "๑๒/๒๕๖๙", "document": scan} | day("dated_on")
    assert as_director.post(reverse("order-sign", args=[order.pk]), signature).status_code == 302
    page = as_director.get(answer.url).content.decode()
    assert person.name in page and "แต่งตั้งกรรมการเพิ่มเติม" in page
    got = as_director.get(reverse("order-document", args=[order.pk]))
    assert b"".join(got.streaming_content) == b"%PDF-1.4 signed"
    seated = reverse("appointment-order", args=[person.appointments.get().pk])
    assert b"".join(as_director.get(seated).streaming_content) == b"%PDF-1.4 signed"
    assert "๑๒/๒๕๖๙" in as_director.get(reverse("committee", args=[committee.pk])).content.decode()


@pytest.mark.parametrize("level, words", [("ministry", "ระดับกระทรวง"), ("obec", "ระดับสำนักงานคณะกรรมการ")])
def test_an_order_may_name_the_committee_of_a_level_without_a_place(client, level, words):
    client.force_login(person_with(Position.OBEC_OFFICER))
    new = reverse("order-new", args=[CommitteeFactory(level=level, center=None).pk])
    assert words in client.get(new).content.decode()


def test_the_sentence_stands_beside_the_line_that_fails(as_director, order, committee, director):
    add(order, PersonFactory(), Position.CENTER_MANAGER, director)
    AppointmentFactory(committee=committee, position=Position.CENTER_MANAGER)
    answer = as_director.post(reverse("order-sign", args=[order.pk]), {"number": "1"} | day("dated_on"))
    page = answer.content.decode()
    assert "เลขานุการ" in page and "ยังไม่มีการแต่งตั้งผู้ใด" in page


def test_what_is_missing_is_said_beside_its_field(as_director, order):
    for name in ("order-add", "order-sign"):
        answer = as_director.post(reverse(name, args=[order.pk]), {})
        assert answer.status_code == 200 and "aria-invalid" in answer.content.decode()
    assert as_director.post(reverse("order", args=[order.pk]), {}).status_code == 200
    nobody = as_director.post(reverse("order-sign", args=[order.pk]), {"number": "1"} | day("dated_on"))
    assert "ยังไม่มีรายชื่อ" in nobody.content.decode()


def test_a_name_is_taken_out_and_a_draft_given_up(as_director, order, committee, director):
    line = add(order, PersonFactory(), Position.CLERK, director)
    as_director.post(reverse("order-remove", args=[order.pk, line.pk]))
    assert not order.lines.exists()
    answer = as_director.post(reverse("order-discard", args=[order.pk]))
    assert answer.url == reverse("committee", args=[committee.pk])
    order.refresh_from_db()
    assert order.status == OrderStatus.DISCARDED


def test_another_branchs_order_is_not_there(as_director, director):
    other = orders.draft(CommitteeFactory(), WORDS, by=director, at=timezone.now())
    assert as_director.get(reverse("order", args=[other.pk])).status_code == 404


@pytest.mark.skipif(not pdf.available(), reason="no Pango on this machine")
@pytest.mark.parametrize("signed", [False, True])
def test_the_order_prints_in_the_official_form(as_director, order, director, signed):
    add(order, PersonFactory(), Position.CLERK, director)
    add(order, PersonFactory(), Position.ICT_OFFICER, director, ends_on=TODAY() + timedelta(days=365))
    if signed:
        sign(order, director)
    answer = as_director.get(reverse("order-paper", args=[order.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
