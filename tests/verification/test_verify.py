"""Verification by anyone: three answers that differ, any spelling of the number, nothing kept, nobody hurt."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hcec.core import thai
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.verification import a_certificate, director_of
from tests.support.desks import signed_in
from verification import numbers, prepared, throttle
from verification.actions import revocations
from verification.models import Certificate

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def revoked() -> Certificate:
    center = CenterFactory()
    certificate = a_certificate(center=center)
    officer = director_of(CenterFactory(province=center.province))
    officer = certificate.issued_by if certificate.holder != certificate.issued_by else officer
    revocations.revoke(
        certificate, by=officer, at=timezone.now(), reason="wrong_facts", explanation="ชื่อสกุลไม่ตรงกับบัตร"
    )
    return certificate


def never_issued() -> str:
    return numbers.draw("HCEC-10-01", 2570, 123)


def page(client, number: str, **headers: str):
    return client.get(reverse("verify-number", args=[number]), headers=headers)


def test_valid_shows_every_word_of_the_paper(client):
    certificate = a_certificate()
    words, text = certificate.words, page(client, certificate.number).content.decode()
    for word in (
        certificate.number,
        words.holder.th,
        words.subject.th,
        words.subject.en,
        words.issuer.th,
        words.signatory.th,
    ):
        assert word in text
    assert thai.thai_date_long(words.valid_until) in text
    assert "เทียบกับเอกสารของท่าน" in text


def test_the_three_answers_differ(client):
    answers = [page(client, number) for number in (a_certificate().number, revoked().number, never_issued())]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    titles = [answer.content.decode().partition("<h1")[2].partition("</h1>")[0] for answer in answers]
    for title, word in zip(titles, ("ใบจริงและใช้ได้", "ถูกเพิกถอนแล้ว", "ไม่เคยออก"), strict=True):
        assert word in title


def test_revoked_says_when_which_office_and_why_class_and_nothing_more(client):
    certificate = revoked()
    text = page(client, certificate.number).content.decode()
    assert thai.thai_date_long(certificate.revocation.revoked_at) in text
    assert certificate.revocation.office["th"] in text
    assert certificate.revocation.get_reason_display() in text
    assert "ชื่อสกุลไม่ตรงกับบัตร" not in text
    assert certificate.words.holder.th not in text


def test_json_of_a_valid_one_is_the_record(client):
    certificate = a_certificate()
    answer = page(client, certificate.number, **JSON)
    assert answer["Content-Type"] == "application/json"
    told = answer.json()
    assert (told["answer"], told["number"]) == ("valid", certificate.number)
    assert told["certificate"]["facts"] == Certificate.objects.get(pk=certificate.pk).facts
    assert set(told) == {"answer", "number", "checked_at", "in_the_name_of", "certificate"}


def test_json_of_a_revoked_one(client):
    certificate = revoked()
    told = page(client, certificate.number, **JSON).json()
    assert set(told) == {"answer", "number", "checked_at", "revoked_at", "revoked_by", "reason"}
    assert told["answer"] == "revoked"
    assert told["reason"]["code"] == "wrong_facts"
    assert set(told["reason"]) == {"code", "th", "en"}


def test_json_of_one_never_issued(client):
    answer = page(client, never_issued(), **JSON)
    assert answer.status_code == 404
    assert set(answer.json()) == {"answer", "number", "checked_at", "mistyped"}
    assert (answer.json()["answer"], answer.json()["mistyped"]) == ("unknown", False)


def test_a_slip_is_told_from_a_forgery(client):
    number = a_certificate().number
    slip = number[:-3] + ("X" if number[-3] != "X" else "Y") + number[-2:]
    assert page(client, slip, **JSON).json()["mistyped"] is True
    assert "พิมพ์ผิดหรือตกหล่น" in page(client, slip).content.decode()


@pytest.mark.parametrize(
    "spelt",
    [
        str.lower,
        lambda n: n.replace("-", ""),
        lambda n: n.replace("-", " "),
        lambda n: f"  {n} ",
        thai.thai_digits,
        lambda n: n[:-8] + n[-8:].replace("0", "O").replace("1", "I"),
        lambda n: n.replace("-", "–"),
        lambda n: f"https://hcec.example/verify/{n}",
        lambda n: f"https://hcec.example/verify/{n}/",
    ],
    ids=[
        "lower",
        "no dashes",
        "spaces",
        "around",
        "thai digits",
        "misread",
        "long dashes",
        "address",
        "address with slash",
    ],
)
def test_the_box_understands_however_it_is_typed(client, spelt):
    certificate = a_certificate()
    answer = client.get(reverse("verify"), {"number": spelt(certificate.number)}, follow=True)
    assert f'<strong lang="th">{certificate.number}</strong>' in answer.content.decode()


def test_an_empty_box_says_what_is_missing(client):
    assert "โปรดกรอกเลขที่ก่อน" in client.get(reverse("verify"), {"number": " - "}).content.decode()


@pytest.mark.parametrize(
    "nonsense", ["x", "%00", "๛๛๛", "a" * 5000, "HCEC", "-", "' OR 1=1 --", "\U0001f600", "\ud7ff"]
)
def test_nonsense_is_never_issued_and_never_an_error(client, nonsense):
    assert page(client, nonsense).status_code == 404
    assert client.get(reverse("verify"), {"number": nonsense}).status_code in (200, 302)


def test_no_cache_no_referrer_no_search_engine(client):
    for answer in (
        page(client, a_certificate().number),
        page(client, never_issued()),
        client.get(reverse("verify")),
    ):
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


def test_json_and_page_are_not_mixed_up_by_caches(client):
    assert "Accept" in page(client, a_certificate().number)["Vary"]


def test_one_select_answers(client):
    number = a_certificate().number
    with CaptureQueriesContext(connection) as asked:
        page(client, number)
    assert [q["sql"][:6] for q in asked] == ["SELECT"]


def test_it_answers_while_the_database_takes_no_writes(client):
    valid, gone = a_certificate().number, revoked().number
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL transaction_read_only = on")
    assert [page(client, number).status_code for number in (valid, gone, never_issued())] == [200, 200, 404]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("years", [0, 9])
def test_the_prepared_page_is_the_drawn_one_byte_for_byte(client, monkeypatch, language, years):
    day = timezone.localdate().replace(day=1) + timedelta(days=366 * years)
    monkeypatch.setattr("verification.models.certificates.timezone.localdate", lambda *a: day)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    number = a_certificate(holder=PersonFactory(first_name_th="<กานดา & ‘๑’>")).number
    prepared_first, prepared_again = (without_token(page(client, number)) for _ in range(2))
    monkeypatch.setattr(prepared, "may_serve", lambda request: False)
    assert prepared_first == prepared_again == without_token(page(client, number))
    assert "&lt;กานดา &amp; ‘๑’&gt;" in prepared_first


def without_token(answer) -> str:
    """The page but for the token of its language form, which is another one each time."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def test_whoever_is_signed_in_sees_the_page_in_her_own_frame(client):
    certificate = a_certificate()
    text = signed_in(certificate.holder).read(certificate.path)
    assert "หน้าของฉัน" in text and "\ue000" not in text


def test_without_script_the_page_is_whole(client):
    text = page(client, a_certificate().number).content.decode()
    assert "hx-" not in text.split("<main", 1)[1]


def test_a_school_behind_one_address_checks_as_many_true_ones_as_it_likes(client, monkeypatch):
    monkeypatch.setattr(throttle, "MISSES", 3)
    number = a_certificate().number
    assert {page(client, number).status_code for _ in range(20)} == {200}
    assert {page(client, number[:-1] + "0", **JSON).status_code for _ in range(20)} <= {404, 200}


def test_guessing_is_stopped_after_many_numbers_never_issued(client, monkeypatch):
    monkeypatch.setattr(throttle, "MISSES", 3)
    codes = [page(client, never_issued()).status_code for _ in range(5)]
    assert codes == [404, 404, 404, 429, 429]
    blocked = page(client, a_certificate().number, **JSON)
    assert (blocked.status_code, blocked.json()["answer"], blocked["Retry-After"]) == (429, "later", "600")


def test_another_address_is_not_stopped_by_it(client, monkeypatch):
    monkeypatch.setattr(throttle, "MISSES", 1)
    page(client, never_issued())
    path = reverse("verify-number", args=[never_issued()])
    assert client.get(path, REMOTE_ADDR="10.0.0.9").status_code == 404
    assert client.get(path).status_code == 429


def test_the_address_itself_is_not_kept(rf):
    assert "127.0.0.1" not in throttle.key_of(rf.get("/"))


def test_a_result_past_its_time_is_said_to_be_so(client, monkeypatch):
    certificate = a_certificate()
    later = certificate.words.valid_until.replace(year=certificate.words.valid_until.year + 1)
    monkeypatch.setattr("verification.models.certificates.timezone.localdate", lambda *a: later)
    assert "ผลการทดสอบพ้นกำหนดใช้แล้ว" in page(client, certificate.number).content.decode()
