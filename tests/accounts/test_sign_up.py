"""From a stranger to a person with a confirmed address, a password and a name."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.urls import reverse

from hcec.accounts.models import Letter, User
from tests.factories.accounts import PASSWORD, PersonFactory

pytestmark = pytest.mark.django_db
NEW = {
    "email": "New.Person@Example.org",
    "password1": "ทะเลสาบสงขลายามเย็น",
    "password2": "ทะเลสาบสงขลายามเย็น",
}


def link_in(mail) -> str:
    return re.search(r"http://testserver(\S+)", mail.body)[1]


def test_a_stranger_signs_up_confirms_the_address_and_signs_in(client, mails):
    assert client.post(reverse("account_signup"), NEW).url == reverse("account_email_verification_sent")
    (mail,) = mails()
    assert mail.to == ["new.person@example.org"]
    path = link_in(mail)
    assert client.get(path).status_code == 200
    client.post(path)
    assert EmailAddress.objects.get(email="new.person@example.org").verified
    answer = client.post(
        reverse("account_login"), {"login": "new.person@example.org", "password": NEW["password1"]}
    )
    assert answer.url == reverse("profile"), "a person without a name is led to tell it"


def test_nobody_signs_in_before_the_address_is_confirmed(client, mails):
    client.post(reverse("account_signup"), NEW)
    client.post(reverse("account_login"), {"login": NEW["email"], "password": NEW["password1"]})
    assert client.get(reverse("profile")).status_code == 302


def test_a_known_address_is_answered_like_a_new_one(client, mails):
    PersonFactory(email="new.person@example.org")
    answer = client.post(reverse("account_signup"), NEW)
    assert answer.url == reverse("account_email_verification_sent")
    (mail,) = mails()
    assert "มีบัญชีอยู่แล้ว" in mail.body
    assert User.objects.count() == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_known_address_costs_as_many_hashes_as_a_new_one(client, monkeypatch, known):
    """Sign-up must not tell by its time whether an address has an account (G26)."""
    if known:
        PersonFactory(email="new.person@example.org")
    hashed = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda self, *a: hashed.append(1) or encode(self, *a)
    )
    client.post(reverse("account_signup"), NEW)
    assert len(hashed) == 1


def test_reset_answers_a_known_and_an_unknown_address_alike(client, person, mails):
    answers = [
        client.post(reverse("account_reset_password"), {"email": who})
        for who in (person.email, "no@example.org")
    ]
    assert {answer.url for answer in answers} == {reverse("account_reset_password_done")}
    assert len(mails()) == 2


def test_a_lost_password_is_set_anew_by_mail(client, person, mails):
    client.post(reverse("account_reset_password"), {"email": person.email})
    (mail,) = mails()
    form = client.get(link_in(mail)).url
    client.post(form, {"password1": NEW["password1"], "password2": NEW["password1"]})
    person.refresh_from_db()
    assert person.check_password(NEW["password1"])
    assert client.get(link_in(mail)).status_code == 200, "the link is dead the second time and says so"


def test_a_letter_is_forgotten_once_it_is_sent(client, mails):
    client.post(reverse("account_signup"), NEW)
    assert Letter.objects.count() == 1
    mails()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password1": "1q2w3e4r5t6y", "password2": "1q2w3e4r5t6y"}, "เดาง่าย"),
        ({"password1": "short", "password2": "short"}, "สั้นเกินไป"),
        ({"password2": "another one altogether"}, "ต้องเหมือนกัน"),
        ({"email": "not an address"}, "กรอกอีเมลให้ถูกต้อง"),
        ({"email": ""}, "ที่อยู่อีเมล"),
    ],
)
def test_a_wrong_sign_up_says_beside_the_field_what_is_wrong(client, typed, sentence):
    page = client.post(reverse("account_signup"), NEW | typed).content.decode()
    assert sentence in page
    assert not User.objects.exists()


def test_a_wrong_password_gives_nothing_away(client, person):
    page = client.post(
        reverse("account_login"), {"login": person.email, "password": "wrong"}
    ).content.decode()
    other = client.post(
        reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"}
    ).content.decode()
    assert "ที่อยู่อีเมลหรือรหัสผ่านไม่ถูกต้อง" in page
    assert "ที่อยู่อีเมลหรือรหัสผ่านไม่ถูกต้อง" in other


def test_signing_in_takes_everyone_with_a_name_home(client, person):
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.url == reverse("home")


def test_an_address_is_one_persons_whatever_its_letters(client, person):
    answer = client.post(reverse("account_login"), {"login": person.email.upper(), "password": PASSWORD})
    assert answer.url == reverse("home")
