"""Pages of honours and attestations: put on record, name people by pasted lines, correct, take off, go on to the certificates."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.accounts.models import User
from hcec.core import national_id
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import an_occasion, citations_of, issue_citations, prepared_run
from tests.support.desks import Desk, signed_in
from verification.actions import occasions
from verification.models import Citation, IssueRun, Kind, Occasion
from verification.queries.occasions import shown

pytestmark = pytest.mark.django_db
CARD = "1101700230708"


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def manager(center) -> User:
    return person_with(Position.CENTER_MANAGER, center=center)


@pytest.fixture
def desk(manager) -> Desk:
    return signed_in(manager)


@pytest.fixture
def occasion(center, manager) -> Occasion:
    return an_occasion(center=center, by=manager)


def with_card(number: str = CARD) -> User:
    person = PersonFactory()
    person.id_kind = User.IdKind.THAI
    person.id_fingerprint = national_id.fingerprint("thai", number)
    person.id_sealed = national_id.seal(number, aad=f"user:{person.pk}")
    person.save()
    return person


def path(name: str, occasion: Occasion) -> str:
    return reverse(name, args=[occasion.pk])


def carried(page: str) -> list[str]:
    return re.findall(r'name="found" value="([^"]+)"', page)


def post(desk, occasion, **data):
    return desk.post(path("occasion-cite", occasion), data)


def about(center, **other) -> dict:
    day = (timezone.localdate() - timedelta(days=3)).isoformat()
    return {
        "center": center.pk, "kind": "attestation", "name_th": "การอบรมเชิงปฏิบัติการ", "name_en": "", "skill": "",
        "starts_on": day, "ends_on": day, "hours": "12", "idempotency_key": uuid.uuid4().hex,
    } | other  # fmt: skip


def test_an_occasion_is_put_on_record_and_leads_on_to_its_people(desk, center):
    data = about(center)
    for _press in range(2):
        answer = desk.post(reverse("occasion-new"), data)
    made = Occasion.objects.get()
    assert answer["Location"] == path("occasion-cite", made)
    assert (made.kind, made.hours, made.center) == ("attestation", 12, center)


def test_bad_input_gets_a_sentence_and_loses_nothing(desk, center):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for wrong in ({"ends_on": "2020-01-01"}, {"hours": "0"}, {"ends_on": tomorrow}, {"name_th": ""}):
        answer = desk.post(reverse("occasion-new"), about(center, name_en="Typed before") | wrong)
        assert answer.context["form"].errors
        assert "Typed before" in answer.content.decode()
    assert not Occasion.objects.exists()


def test_people_are_looked_up_shown_by_name_and_only_then_put_on_record(desk, occasion):
    people = [PersonFactory(), PersonFactory()]
    typed = "\n".join([people[0].email.upper(), "", f"  {people[1].email} "])
    page = post(desk, occasion, people=typed, role_th="วิทยากร").content.decode()
    assert all(person.name in page for person in people)
    assert not Citation.objects.exists()
    answer = post(desk, occasion, found=carried(page), people="", role_th="วิทยากร")
    assert answer["Location"] == path("occasion", occasion)
    assert set(Citation.objects.values_list("person", "role_th")) == {(p.pk, "วิทยากร") for p in people}


def test_a_line_that_names_nobody_holds_all_back_and_nothing_typed_is_lost(desk, occasion, manager):
    person, nameless = PersonFactory(), PersonFactory(first_name_th="", first_name_en="")
    lines = [person.email, "nobody@example.org", manager.email, "สมชาย ใจดี", nameless.email]
    answer = post(desk, occasion, people="\n".join(lines), role_th="วิทยากร")
    page = answer.content.decode()
    assert len(answer.context["form"].errors["people"]) == 4
    assert "บรรทัดที่ 2" in page or "Line 2" in page
    assert answer.context["form"]["people"].value().split("\n") == lines[1:]
    assert person.name in page
    assert 'value="วิทยากร"' in page
    mended = post(desk, occasion, found=carried(page), people="", role_th="วิทยากร")
    assert mended.status_code == 302
    assert Citation.objects.get().person == person


def test_a_tick_that_is_taken_away_leaves_that_person_out(desk, occasion):
    people = [PersonFactory(), PersonFactory()]
    page = post(desk, occasion, people="\n".join(p.email for p in people)).content.decode()
    post(desk, occasion, found=carried(page)[1:], people="")
    assert Citation.objects.get().person == people[1]


def test_a_national_id_finds_its_person_and_is_never_shown_again(desk, occasion):
    person = with_card()
    page = post(desk, occasion, people=f"1-1017-00230-70-8\n{CARD[:-1]}9\n3100600000000").content.decode()
    assert person.name in page
    assert CARD not in page
    assert "1-1017-00230-70-8" not in page
    assert CARD[:-1] not in page
    assert "3100600000000" not in page


def test_numbers_are_hidden_and_addresses_and_names_are_not():
    assert [shown(line) for line in ("a1234567@b.th", "081 234 5678", "สมชาย", "๑๑๐๑๗๐๐๒๓๐๗๐๘", "AA1234567")] == [
        "a1234567@b.th", "081 234 5678", "สมชาย", "…๗๐๘", "…567",
    ]  # fmt: skip


def test_who_is_named_already_is_not_named_again(desk, occasion, manager):
    person = PersonFactory()
    occasions.cite(occasion, [person], by=manager, at=timezone.now())
    answer = post(desk, occasion, people=person.email)
    assert answer.context["form"].errors["people"]


def test_people_found_for_something_else_are_not_taken(desk, occasion, center, manager):
    other = an_occasion(center=center, by=manager)
    page = post(desk, occasion, people=PersonFactory().email).content.decode()
    answer = post(desk, other, found=carried(page), people="")
    assert answer.context["form"].errors
    assert not Citation.objects.exists()


def test_an_empty_form_asks_for_somebody(desk, occasion):
    assert post(desk, occasion, people="").context["form"].errors["people"]


def test_the_page_shows_each_person_and_how_far_her_certificate_is(desk, center, manager):
    people = [PersonFactory() for _ in range(4)]
    occasion = an_occasion(*people, center=center)
    issued, waits, off, _left = citations_of(occasion)
    [certificate] = issue_citations(issued)
    prepared_run(key="x", by=manager, recognitions=[waits.pk])
    occasions.take_back(off, by=manager, at=timezone.now())
    listing = desk.get(path("occasion", occasion)).context["listing"]
    column = next(each for each in listing.columns if each.name == "state")
    states = {row.person_id: column.of(row) for row in listing.page}
    assert states == dict(
        zip([p.pk for p in people], ["issued", "prepared", "withdrawn", "ready"], strict=True)
    )
    page = desk.get(path("occasion", occasion)).content.decode()
    assert certificate.number in page
    assert path("occasion-edit", occasion) not in page


def test_from_the_page_the_certificates_are_prepared_as_all_others(desk, center):
    occasion = an_occasion(PersonFactory(), PersonFactory(), center=center)
    page = desk.get(path("occasion", occasion)).content.decode()
    confirm = f"{reverse('issue-confirm')}?kind=recognition&group={occasion.pk}"
    assert confirm.replace("&", "&amp;") in page
    desk.post(confirm, {"idempotency_key": uuid.uuid4().hex, "count": 2})
    run = IssueRun.objects.get()
    assert (run.kind, sorted(run.sources)) == ("recognition", [each.pk for each in citations_of(occasion)])
    assert occasion.name_th in run.name


@pytest.mark.parametrize("kind", [Kind.RECOGNITION, Kind.ATTESTATION])
def test_the_tabs_and_previews_of_issuing_know_them(desk, center, kind):
    occasion = an_occasion(PersonFactory(), center=center, kind=kind)
    person_with(Position.SCHOOL_DIRECTOR, center=center)
    page = desk.get(f"{reverse('issue')}?kind={kind}").content.decode()
    assert occasion.name_th in page
    assert desk.get(reverse("issue-group", args=[kind, occasion.pk])).status_code == 200
    [citation] = citations_of(occasion)
    preview = desk.get(reverse("issue-preview", args=[kind, citation.pk]))
    assert occasion.name_th in preview.content.decode()
    other = Kind.ATTESTATION if kind == Kind.RECOGNITION else Kind.RECOGNITION
    assert desk.get(reverse("issue-group", args=[other, occasion.pk])).status_code == 404


def test_words_are_corrected_and_the_corrector_answers_for_them(center):
    occasion = an_occasion(PersonFactory(), center=center)
    deputy = person_with(Position.DEPUTY_DIRECTOR, center=center)
    data = about(center, name_th="ใหม่", hours="")
    answer = signed_in(deputy).post(path("occasion-edit", occasion), data)
    occasion.refresh_from_db()
    assert answer.status_code == 302
    assert (occasion.name_th, occasion.entered_by, occasion.kind) == ("ใหม่", deputy, "recognition")


def test_a_refusal_stands_beside_the_form(desk, center):
    occasion = an_occasion(PersonFactory(), center=center)
    issue_citations(*citations_of(occasion))
    answer = desk.post(path("occasion-edit", occasion), about(center, name_th="ใหม่"))
    assert answer.context["form"].errors
    assert "ใหม่" in answer.content.decode()


def test_one_is_taken_off_after_a_question(desk, center):
    occasion = an_occasion(PersonFactory(), center=center)
    [citation] = citations_of(occasion)
    address = reverse("citation-withdraw", args=[citation.pk])
    assert citation.person.name in desk.get(address).content.decode()
    assert desk.post(address)["Location"] == path("occasion", occasion)
    citation.refresh_from_db()
    assert citation.withdrawn_at is not None
    desk.post(address)  # again: a sentence, and nothing changes


def test_an_occasion_is_withdrawn_and_says_so(desk, occasion):
    desk.post(path("occasion-withdraw", occasion))
    occasion.refresh_from_db()
    assert occasion.withdrawn_at is not None
    assert path("occasion-cite", occasion) not in desk.get(path("occasion", occasion)).content.decode()


def test_the_public_page_shows_what_it_was_for_and_the_role(client, center):
    occasion = an_occasion(PersonFactory(), center=center, kind=Kind.ATTESTATION, role="วิทยากรหลัก")
    [certificate] = issue_citations(*citations_of(occasion))
    page = client.get(certificate.path).content.decode()
    assert occasion.name_th in page
    assert "วิทยากรหลัก" in page


def test_papers_of_one_occasion_are_asked_for_as_one_zip(center):
    director = person_with(Position.SCHOOL_DIRECTOR, center=center)
    occasion = an_occasion(PersonFactory(), center=center)
    issue_citations(*citations_of(occasion), by=director)
    form = signed_in(director).get(reverse("certificate-bundles")).context["form"]
    assert list(form.fields["occasion"].queryset) == [occasion]


def test_the_pages_cost_few_queries(desk, center):
    occasion = an_occasion(*[PersonFactory() for _ in range(3)], center=center)
    for address in (reverse("occasions"), path("occasion", occasion), path("occasion-cite", occasion)):
        assert desk.cost(address) <= 12, address
