"""Outside results: recorded with a proof, checked by somebody else, counted by dated tables, and never a certificate."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.refusals import Refusal
from testing.actions import outside
from testing.actions.outside import Document
from testing.lifecycles import OutsideStatus
from testing.models import Band, Equivalence, OutsideResult, Recognition
from testing.queries.outside import all_of
from testing.queries.results import certifiable_results
from testing.queries.standing import Reached, standings
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.outside import PDF, OutsideResultFactory, OutsideTestFactory, toeic
from tests.factories.testing import BandFactory, ResultFactory, ScaleFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def level(code, scale=None):
    return Band.objects.get(scale=scale or ScaleFactory(), code=code)


def document(test, **fields):
    given = {
        "taken_on": timezone.localdate() - timedelta(days=30),
        "number": "LC-1", "center": CenterFactory(), "proof": ContentFile(PDF, name="proof.pdf"),
    } | fields  # fmt: skip
    if "level" not in given:
        given["level"] = test.scale.bands.get(code="B2")
    return Document(**given)


def send(test=None, by=None, **fields):
    test = test or OutsideTestFactory()
    return outside.send(test, document(test, **fields), by=by or PersonFactory(), at=timezone.now())


def accept(sent, by=None):
    return outside.accept(sent, by=by or PersonFactory(), at=timezone.now())


def test_it_is_valid_as_long_as_the_document_and_the_test_say():
    sent = send(taken_on=timezone.localdate())
    assert sent.valid_until.year - sent.taken_on.year == 2
    soon = timezone.localdate() + timedelta(days=5)
    assert send(number="LC-2", valid_until=soon).valid_until == soon


@pytest.mark.parametrize(
    "wrong",
    [
        {"taken_on": 3},
        {"taken_on": -1000},
        {"valid_until": -2},
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(Refusal):
        send(**{name: timezone.localdate() + timedelta(days=days) for name, days in wrong.items()})


def test_a_level_of_another_scale_and_a_score_out_of_range_are_refused():
    test = toeic()
    for fields in (
        {"level": BandFactory(), "score": 800},
        {"level": test.scale.bands.get(code="785"), "score": 991},
    ):
        with pytest.raises(Refusal):
            send(test, **fields)


def test_one_document_is_one_persons():
    test = OutsideTestFactory()
    send(test)
    with pytest.raises(Refusal):
        send(test)


def test_a_returned_one_is_mended_and_sent_again():
    sent = outside.give_back(send(), note="ภาพไม่ชัด", by=PersonFactory(), at=timezone.now())
    assert sent.note == "ภาพไม่ชัด"
    again = outside.send_again(sent, document(sent.test, number="LC-7"), by=sent.person, at=timezone.now())
    assert (again.status, again.number, again.checked_by, again.note) == ("sent", "LC-7", None, "")


def test_nobody_checks_their_own_and_a_return_needs_a_reason():
    sent = send()
    for action in (
        lambda: accept(sent, sent.person),
        lambda: outside.give_back(sent, note=" ", by=PersonFactory(), at=timezone.now()),
    ):
        with pytest.raises(Refusal):
            action()
    with pytest.raises(IntegrityError, match="their_own"), transaction.atomic():
        OutsideResult.objects.filter(pk=sent.pk).update(
            status="accepted", checked_by=sent.person, checked_at=timezone.now()
        )


def test_what_was_accepted_is_never_rewritten():
    sent = accept(send())
    with pytest.raises(DatabaseError, match="never_rewritten"), transaction.atomic():
        OutsideResult.objects.filter(pk=sent.pk).update(number="LC-9")


def test_a_false_one_is_withdrawn_and_counts_no_more():
    sent = accept(send())
    assert [shown.of for shown in all_of(sent.person, timezone.localdate())] == [sent]
    outside.withdraw(sent, note="เอกสารปลอม", by=PersonFactory(), at=timezone.now())
    assert all_of(sent.person, timezone.localdate()) == []
    outbox.run_all_due()
    assert "เอกสารปลอม" in Notice.objects.filter(person=sent.person).order_by("-pk")[0].body


def test_only_the_person_takes_back_what_nobody_accepted():
    sent = send()
    with pytest.raises(Refusal):
        outside.take_back(sent, by=PersonFactory(), at=timezone.now())
    assert outside.take_back(sent, by=sent.person, at=timezone.now()).status == OutsideStatus.TAKEN_BACK
    with pytest.raises(Refusal):
        accept(sent)


def test_an_outside_result_is_nothing_to_certify():
    accept(send())
    assert not certifiable_results().exists()


def recognition(code, **fields):
    given = {
        "purpose": "standing",
        "words_th": "ลดระยะเวลา",
        "source": "ว 4/2564",
        "valid_from": date(2021, 1, 1),
    }
    return Recognition.objects.create(level=level(code), **given | fields)


def test_a_level_counts_for_a_purpose_if_it_is_good_and_young_enough_today():
    rule = recognition("B2", age_months=24)
    good, low, old = (
        Reached(level("C1"), date(2025, 1, 1)),
        Reached(level("B1"), date(2025, 1, 1)),
        Reached(level("B2"), date(2024, 5, 1)),
    )
    found = standings([good, low, old], TODAY)
    assert [[one.rule for one in said.counts_for] for said in found] == [[rule], [], []]
    assert found[0].counts_for[0].until == date(2026, 12, 31)


@pytest.mark.parametrize(
    "dates", [{"valid_from": date(2026, 6, 2)}, {"valid_until": date(2026, 5, 31)}], ids=["to come", "over"]
)
def test_a_rule_counts_on_its_own_days_only(dates):
    recognition("B2", **dates)
    assert standings([Reached(level("C1"), date(2026, 1, 1))], TODAY)[0].counts_for == []


def test_a_score_elsewhere_counts_by_the_equivalence_of_its_day():
    test, rule = toeic(), recognition("B2")
    reached = test.scale.bands.get(code="785")
    table = Equivalence.objects.create(
        level=reached,
        counts_as=level("B2"),
        source="ประกาศ",
        valid_from=date(2021, 1, 1),
        valid_until=date(2026, 1, 1),
    )
    before, after = standings([Reached(reached, date(2025, 6, 1)), Reached(reached, date(2026, 2, 1))], TODAY)
    assert [(one.rule, one.via) for one in before.counts_for] == [(rule, table)]
    assert (after.counts_as, after.counts_for) == ([], [])


def test_many_results_cost_as_many_queries_as_one(django_assert_num_queries):
    person = PersonFactory()
    for number in range(3):
        OutsideResultFactory(person=person, number=f"N{number}", status="accepted")
    with django_assert_num_queries(4):
        assert len(all_of(person, TODAY)) == 3


def test_a_result_of_ours_shows_what_it_counts_for_and_why(teacher):
    recognition("B1", words_en="Shorter waiting time")
    result = ResultFactory(booking__person=teacher.person)
    page = teacher.read(reverse("booking", args=[result.booking.code]))
    assert "ลดระยะเวลา" in page and "ว 4/2564" in page
    assert "ลดระยะเวลา" in teacher.read(reverse("my-results"))
    teacher.cost(reverse("my-results"))


def downloaded(desk, name, sent):
    return b"".join(desk.get(reverse(name, args=[sent.pk])).streaming_content)


def test_the_pages_from_the_document_to_the_decision(teacher, director, center):
    test = toeic()
    assert test.name_th in teacher.read(reverse("outside-tests"))
    page = reverse("outside-new", args=[test.code])
    teacher.read(page)
    teacher.cost(page)
    day = timezone.localdate() - timedelta(days=9)
    said = {"taken_on": f"{day:%Y-%m-%d}", "score": "800", "number": "T-1", "center": center.pk}
    bad = teacher.post(page, said | {"proof": SimpleUploadedFile("x.pdf", b"no pdf")})
    assert bad.context["form"].errors["proof"] and bad.context["form"]["number"].value() == "T-1"
    teacher.post(page, said | {"proof": SimpleUploadedFile("x.pdf", PDF)})
    sent = OutsideResult.objects.get()
    assert (sent.level.code, sent.person) == ("785", teacher.person)
    teacher.read(reverse("outside-result", args=[sent.pk]))
    assert downloaded(teacher, "outside-proof", sent) == PDF
    assert teacher.person.name in director.read(reverse("manage-outside-results"))
    director.cost(reverse("manage-outside-results"))
    one = reverse("manage-outside-result", args=[sent.pk])
    director.read(one)
    director.cost(one)
    assert downloaded(director, "manage-outside-proof", sent) == PDF
    assert director.post(one, {"decision": "return", "note": ""}).context["form"].errors
    director.post(one, {"decision": "return", "note": "ภาพไม่ชัด"})
    mend = reverse("outside-result", args=[sent.pk])
    assert "ภาพไม่ชัด" in teacher.read(mend)
    teacher.post(mend, said | {"proof": SimpleUploadedFile("y.pdf", PDF)})
    director.post(one, {"decision": "accept", "note": ""})
    assert "TOEIC" in teacher.read(reverse("my-results"))
    director.read(reverse("manage-outside-withdraw", args=[sent.pk]))
    director.post(reverse("manage-outside-withdraw", args=[sent.pk]), {"reason": "เอกสารปลอม"})
    assert "เอกสารปลอม" in teacher.read(reverse("my-results"))


def test_one_takes_back_what_one_sent(teacher):
    sent = OutsideResultFactory(person=teacher.person)
    teacher.post(reverse("outside-take-back", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.status == OutsideStatus.TAKEN_BACK
