"""Papers in government form: the school's order that sends its teachers, and the letters that invite them (F4)."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from centers.models import Center
from committees.models import PostKind
from hcec.core import pdf
from tests.factories.centers import SchoolFactory
from tests.factories.committees import holds
from tests.factories.training import enrol, open_round, teacher_of
from tests.support.desks import signed_in
from training.actions import nominations
from training.models import Round

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not pdf.available(), reason="no Pango here")]


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def head(school):
    return holds(school)


@pytest.fixture
def round(room, school, head):
    """Two teachers are nominated, one of whom has said yes; a third of another school has enrolled herself."""
    round, people = open_round(room=room, seats=9), [teacher_of(school) for _ in range(2)]
    made = nominations.nominate(round, people, school=school, key=uuid4(), by=head, at=timezone.now())
    nominations.answer(made[0], "accept", by=people[0], at=timezone.now())
    enrol(round, teacher_of(SchoolFactory()))
    return Round.objects.get(pk=round.pk)


def pages(answer):
    assert answer["Content-Type"] == "application/pdf"
    found = PdfReader(BytesIO(answer.content)).pages
    return [plain(page.extract_text()) for page in found]


def plain(text):
    """As a PDF gives it back: without spaces, ำ in its two parts."""
    return re.sub(r"\s", "", text).replace("ำ", "ํา")


def test_the_order_names_whoever_of_the_school_has_a_confirmed_place(round, head, school):
    form = {"number": "12/2569", "on": "1/6/2570"}
    (page,) = pages(signed_in(head).post(reverse("round-order", args=[round.pk]), form))
    own = [e.person for e in round.enrolments.filter(nomination__status="agreed").select_related("person")]
    assert plain(own[0].first_name_th) in page and len(own) == 1
    assert plain("จำนวน ๑ คน") in page
    for words in (f"คำสั่ง{school.name_th}", "ที่๑๒/๒๕๖๙", "สั่งณวันที่๑มิถุนายนพ.ศ.๒๕๗๐", f"ผู้อำนวยการ{school.name_th}"):
        assert plain(words) in page, words


def test_the_deputy_signs_in_the_directors_stead(round, school):
    deputy = holds(school, PostKind.SCHOOL_DEPUTY)
    (page,) = pages(signed_in(deputy).post(reverse("round-order", args=[round.pk])))
    assert plain("รักษาราชการแทน") in page


def test_with_nobody_confirmed_nothing_is_printed(room, head):
    round = open_round(room=room)
    page = reverse("round-order", args=[round.pk])
    desk = signed_in(head)
    assert desk.post(page).url == page
    desk.cost(page)


def test_each_school_gets_its_own_letter_with_its_own_people(manager, round):
    Center.objects.filter(pk=round.center_id).update(host_verified=True)
    found = pages(manager.post(reverse("manage-invitations", args=[round.pk]), {"number": "ศธ 04123/45"}))
    assert len(found) == 2
    for page in found:
        for words in ("เรียนผู้อำนวยการ", "ศธ๐๔๑๒๓/๔๕", "ขอแสดงความนับถือ", "จำนวน๑คน"):
            assert plain(words) in page, words


def test_the_page_of_the_letters_costs_little(manager, round):
    manager.cost(reverse("manage-invitations", args=[round.pk]))


def test_whoever_heads_no_school_prints_no_order(round):
    signed_in(teacher_of(SchoolFactory())).read(reverse("round-order", args=[round.pk]), 404)
