"""In demo mode one click signs in as anyone of the cast, second factor included."""

import pytest
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hcec.demo.accounts import ACCOUNTS, PASSWORD
from hcec.demo.cast import assemble
from tests.factories.accounts import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cast(demo_mode, places) -> None:
    assemble(timezone.localdate())


def sign_in(client: Client, key: str, **more: str):
    return client.post("/demo/sign-in/", {"email": f"{key}@demo.hcec.example", **more})


def test_the_sign_in_page_offers_every_account(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert [account.email for account in ACCOUNTS if f'value="{account.email}"' not in page] == []
    assert PASSWORD in page


def test_one_click_leads_home(client: Client) -> None:
    assert sign_in(client, "teacher")["Location"] == reverse("home")
    assert client.get(reverse("home")).context["user"].email == "teacher@demo.hcec.example"


def test_a_director_comes_with_her_second_factor(client: Client) -> None:
    sign_in(client, "director")
    answer = client.get(reverse("issue"))
    assert answer.status_code == 200
    records = get_authentication_records(answer.wsgi_request, answer.context["user"])
    assert [record["method"] for record in records] == ["password", "mfa"]


def test_pages_that_ask_again_for_the_password_open_at_once(client: Client) -> None:
    sign_in(client, "director")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code in (200, 404)


def test_the_next_click_is_another_person(client: Client) -> None:
    sign_in(client, "director")
    sign_in(client, "student")
    assert client.get(reverse("home")).context["user"].email == "student@demo.hcec.example"


def test_nobody_else_is_signed_in_by_a_click(client: Client) -> None:
    stranger = PersonFactory()
    assert client.post("/demo/sign-in/", {"email": stranger.email}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_it_goes_on_where_the_reader_wanted_to_go(client: Client) -> None:
    assert sign_in(client, "teacher", next="/my/bookings/")["Location"] == "/my/bookings/"
    assert sign_in(client, "teacher", next="https://example.com/")["Location"] == reverse("home")


def test_it_takes_no_get(client: Client) -> None:
    assert client.get("/demo/sign-in/").status_code == 405


def test_the_password_and_the_secret_work_by_hand_too(client: Client) -> None:
    director = next(account for account in ACCOUNTS if account.key == "director")
    answer = client.post(reverse("account_login"), {"login": director.email, "password": PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert Authenticator.objects.get(user__email=director.email).data["secret"] == director.totp_secret


def test_strong_powers_and_only_they_have_a_second_factor() -> None:
    strong = {account.key for account in ACCOUNTS if account.strong}
    assert strong == {"director", "deputy", "area-director", "obec", "other-director"}
    assert set(Authenticator.objects.values_list("user__email", flat=True)) == {
        f"{key}@demo.hcec.example" for key in strong
    }


def test_assembling_twice_changes_nothing(django_assert_num_queries) -> None:
    before = Authenticator.objects.count()
    assemble(timezone.localdate())
    assert Authenticator.objects.count() == before
