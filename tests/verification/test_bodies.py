"""Many certificates at once: who may, how many, what is answered, and that the holder sees each look-up."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.verification import a_certificate, issue_results, results_of, session_with_results
from tests.support.client import StrictClient
from tests.support.desks import signed_in
from verification import numbers
from verification.actions import bodies, revocations
from verification.models import Channel, Inquiry, LookUp, RegisteredBody
from verification.refusals import Refusal

pytestmark = pytest.mark.django_db


def officer() -> User:
    return person_with(Position.OBEC_OFFICER)


def a_body(**about) -> RegisteredBody:
    facts = {
        "by": officer(), "at": timezone.now(), "name": f"คุรุสภา {RegisteredBody.objects.count()}",
        "contact": PersonFactory(kind="public"), "agreement": "ศธ 04010/1", "a_day": 10_000,
        "last_day": timezone.localdate() + timedelta(days=30),
    }  # fmt: skip
    return bodies.admit(**(facts | about))


def asked(body: RegisteredBody, *typed: str, **about) -> Inquiry:
    rows = enumerate(typed, start=2)
    return bodies.inquire(body, rows, **({"channel": Channel.PAGE, "at": timezone.now()} | about))


def never_issued() -> str:
    return numbers.draw("HCEC-10-01", 2570, 123)


def table(*typed: str, heading: str = "เลขที่") -> SimpleUploadedFile:
    return SimpleUploadedFile("numbers.csv", "\n".join([heading, *typed]).encode(), "text/csv")


def call(token: str, payload: object):
    return StrictClient().post(
        reverse("api-verify"),
        payload,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )


def token_of(body: RegisteredBody) -> str:
    return bodies.new_token(body, by=body.contact, at=timezone.now())


def test_every_row_is_answered_in_its_place():
    valid, revoked, *_ = issue_results(*results_of(session_with_results(2)))
    revocations.revoke(revoked, by=revoked.issued_by, at=timezone.now(), reason="other", explanation="x")
    forged = never_issued()
    slip = valid.number[:-1] + (
        "X" if valid.number[-1] != "X" else "Y"
    )  # a sign cut off may by chance check right
    inquiry = asked(a_body(), valid.number.lower(), forged, revoked.key, slip, valid.number)
    told = [(row.row, row.answer, row.certificate) for row in inquiry.look_ups.order_by("row")]
    assert told == [
        (2, "valid", valid), (3, "unknown", None), (4, "revoked", revoked), (5, "mistyped", None), (6, "valid", valid),
    ]  # fmt: skip


def test_a_thousand_rows_cost_as_many_queries_as_one(django_assert_max_num_queries):
    body, number = a_body(), a_certificate().number
    with django_assert_max_num_queries(9):
        inquiry = asked(body, *([number, never_issued()] * 500))
    assert inquiry.look_ups.count() == inquiry.count == 1000


def test_more_than_a_thousand_or_none_are_refused():
    body = a_body()
    for rows in ([], ["x"] * 1001):
        with pytest.raises(Refusal, match="1,000"):
            asked(body, *rows)
    assert not Inquiry.objects.exists()


def test_the_holder_sees_who_asked_and_what_was_answered():
    certificate, body = a_certificate(), a_body()
    asked(body, certificate.number)
    page = signed_in(certificate.holder).read(reverse("my-certificate", args=[certificate.number]))
    assert body.name in page


def test_what_was_asked_is_never_rewritten():
    inquiry = asked(a_body(), never_issued())
    for rows in (Inquiry.objects.all(), LookUp.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        LookUp.objects.create(inquiry=inquiry, row=9, asked="x", answer="valid")


def test_the_numbers_of_a_day_have_an_end_and_come_back():
    body, now = a_body(a_day=3), timezone.now()
    asked(body, "a", "b", at=now)
    with pytest.raises(bodies.TooMany, match="1"):
        asked(body, "c", "d", at=now + timedelta(hours=23))
    asked(body, "c", at=now + timedelta(hours=23))
    asked(body, "d", "e", at=now + timedelta(hours=25))


def test_one_body_does_not_use_up_anothers_numbers():
    first, second = a_body(a_day=1), a_body(a_day=1)
    asked(first, "a")
    asked(second, "a")


def test_sixty_inquiries_within_a_minute_are_enough(monkeypatch):
    monkeypatch.setattr(bodies, "A_MINUTE", 2)
    body, now = a_body(), timezone.now()
    for _ in range(2):
        asked(body, "a", at=now)
    with pytest.raises(bodies.TooMany):
        asked(body, "a", at=now)
    asked(body, "a", at=now + timedelta(minutes=1))


def test_an_agreement_that_is_over_answers_nothing():
    over = a_body(last_day=timezone.localdate())
    with pytest.raises(Refusal):
        asked(over, "a", at=timezone.now() + timedelta(days=1))
    ended = a_body()
    bodies.end(ended, by=officer(), at=timezone.now())
    with pytest.raises(Refusal):
        asked(ended, "a")


def test_nobody_admits_the_body_that_they_speak_for():
    person = officer()
    with pytest.raises(Refusal):
        a_body(by=person, contact=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisteredBody.objects.create(
            name="x", contact=person, admitted_by=person, agreement="1", last_day=timezone.localdate(),
            admitted_at=timezone.now(),
        )  # fmt: skip


def test_a_body_is_admitted_by_the_mail_address_of_its_contact():
    contact, desk = PersonFactory(kind="public"), signed_in(officer())
    form = {"name": "สำนักงาน ก.ค.ศ.", "email": contact.email.upper(), "agreement": "1/2570", "a_day": 500}
    form["last_day"] = (timezone.localdate() + timedelta(days=90)).isoformat()
    assert desk.post(reverse("body-new"), form).status_code == 302
    body = RegisteredBody.objects.get()
    assert (body.contact, body.admitted_by, body.a_day) == (contact, desk.person, 500)
    assert body.name in desk.read(reverse("bodies"))
    again = desk.post(reverse("body-new"), form | {"email": "nobody@example.org"})
    assert again.context["form"].errors["email"]
    assert RegisteredBody.objects.count() == 1


def test_a_table_leads_to_its_answers_and_they_can_be_taken_along():
    body, certificate = a_body(), a_certificate()
    desk = signed_in(body.contact)
    path = reverse("check-body", args=[body.pk])
    answer = desk.post(path, {"file": table(certificate.number, never_issued())})
    assert answer.status_code == 302
    page = desk.read(answer["Location"])
    assert certificate.words.holder.th in page
    sheet = BytesIO(desk.get(answer["Location"] + "?export=csv").content).read().decode("utf-8-sig")
    assert certificate.number in sheet and len(sheet.strip().splitlines()) == 3


def test_a_table_with_a_fault_looks_nothing_up():
    body = a_body()
    page = signed_in(body.contact).post(
        reverse("check-body", args=[body.pk]), {"file": table("", never_issued(), heading="ชื่อ")}
    )
    assert page.status_code == 200 and page.context["problems"]
    assert not Inquiry.objects.exists()


def test_only_its_contact_sees_a_body_and_its_inquiries():
    body = a_body()
    inquiry = asked(body, never_issued())
    stranger = signed_in(a_body().contact)
    for path in (reverse("check-body", args=[body.pk]), reverse("check-inquiry", args=[body.pk, inquiry.pk])):
        assert stranger.get(path).status_code == 404
    assert stranger.post(reverse("check-body-token", args=[body.pk])).status_code == 404


def test_a_program_gets_the_public_answer_for_each_number():
    body, certificate = a_body(), a_certificate()
    answer = call(token_of(body), {"numbers": [certificate.number, "HCEC"]})
    assert answer.status_code == 200
    first, second = answer.json()["answers"]
    assert (first["row"], first["answer"], second["answer"]) == (1, "valid", "mistyped")
    public = StrictClient().get(certificate.path, headers={"Accept": "application/json"}).json()
    assert first["certificate"] == public["certificate"]
    inquiry = Inquiry.objects.get()
    assert (inquiry.body, inquiry.channel, inquiry.count) == (body, Channel.API, 2)


@pytest.mark.parametrize(
    "payload", [[], {}, {"numbers": "x"}, {"numbers": [1]}, {"numbers": []}, {"numbers": ["x"] * 1001}, "x"]
)
def test_what_a_program_must_not_send_is_said_and_not_kept(payload):
    answer = call(token_of(a_body()), payload)
    assert answer.status_code == 400 and answer.json()["error"]
    assert not Inquiry.objects.exists()


def test_a_program_is_told_when_it_asks_too_much():
    answer = call(token_of(a_body(a_day=1)), {"numbers": ["a", "b"]})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_a_token_ends_with_the_next_one_and_with_the_body():
    body = a_body()
    first, second = token_of(body), token_of(body)
    assert call(first, {"numbers": ["a"]}).status_code == 401
    assert call(second, {"numbers": ["a"]}).status_code == 200
    bodies.end(body, by=officer(), at=timezone.now())
    assert call(second, {"numbers": ["a"]}).status_code == 401
    assert second not in str(RegisteredBody.objects.values())


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic eDp4", "Bearer ไทย"])
def test_without_a_token_nothing_is_answered(header):
    headers = {"Authorization": header} if header else {}
    answer = StrictClient().post(reverse("api-verify"), {}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_the_token_is_shown_once():
    body = a_body()
    desk = signed_in(body.contact)
    page = desk.post(reverse("check-body-token", args=[body.pk])).content.decode()
    token = page.partition('id="token" value="')[2].partition('"')[0]
    assert call(token, {"numbers": ["a"]}).status_code == 200
    assert token not in desk.read(reverse("check-body", args=[body.pk]))
