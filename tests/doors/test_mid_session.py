"""A right that ends, ends with the next request, in every browser where the person is signed in (G38)."""

from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.accounts.actions import people
from hcec.accounts.models import User
from tests.doors.table import GET_CLOSED, HERE, Door, Outcome
from tests.doors.test_doors import DOORS, outcome
from tests.factories.accounts import PASSWORD, PersonFactory
from tests.factories.committees import person_with

pytestmark = pytest.mark.django_db
NEW = "รหัสผ่านใหม่-ของครู-2569"


def browser_of(person: User) -> Client:
    """Signed in by password, as people are; a second factor was shown already."""
    client = Client()
    # As the database knows her: an earlier test may have left another password in the world's own copy.
    client.force_login(
        User.objects.get(pk=person.pk), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def two_browsers(person: User) -> tuple[Client, Client]:
    return browser_of(person), browser_of(person)


def door_of(role: str) -> Door:
    """A door that opens to the seat and not to somebody without any."""
    return next(
        door for door in DOORS
        if door.get is not GET_CLOSED and door.get[role] is Outcome.IN and door.get["teacher"] is Outcome.SHUT
    )  # fmt: skip


@pytest.fixture
def path(world, role) -> str:
    return world.path(door_of(role))


@pytest.mark.parametrize("role", HERE)
def test_an_appointment_that_ends_shuts_the_door_at_once(world, role, path):
    person = world.person[role]
    browsers = two_browsers(person)
    assert [browser.get(path).status_code for browser in browsers] == [200, 200]
    person.appointments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert [browser.get(path).status_code for browser in browsers] == [403, 403]


@pytest.mark.parametrize("role", HERE)
def test_an_account_that_is_closed_is_signed_out_everywhere_at_once(world, role, path):
    person = world.person[role]
    browsers = two_browsers(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert [outcome(browser.get(path)) for browser in browsers] == [Outcome.SIGN_IN] * 2


@pytest.mark.parametrize("role", ["teacher", *HERE])
def test_a_new_password_signs_out_every_other_browser(world, role):
    person = world.person[role]
    here, elsewhere = two_browsers(person)
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    here, elsewhere = two_browsers(person)
    answer = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    if reverse("account_reauthenticate") in answer.get("Location", ""):
        here.post(answer["Location"], {"password": PASSWORD})
        answer = here.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        )
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert outcome(here.get(reverse("inbox"))) is Outcome.IN
    assert outcome(elsewhere.get(reverse("inbox"))) is Outcome.SIGN_IN


def test_a_password_that_was_forgotten_and_set_anew_signs_out_every_browser():
    person = PersonFactory()
    browsers = two_browsers(person)
    person.refresh_from_db()  # when she last signed in is part of the link
    link = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    stranger = Client()
    form = stranger.get(reverse("account_reset_password_from_key", kwargs=link))["Location"]
    stranger.post(form, {"password1": NEW, "password2": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert [outcome(browser.get(reverse("inbox"))) for browser in browsers] == [Outcome.SIGN_IN] * 2


def by_password(person: User) -> Client:
    """Signed in at the portal's own form."""
    client = Client()
    answer = client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def test_the_back_office_ends_the_sessions_of_an_account_and_opening_it_brings_none_back():
    person, officer = PersonFactory(), person_with(Position.OBEC_OFFICER)
    User.objects.filter(pk=officer.pk).update(is_staff=True, is_superuser=True)
    browsers, office = (by_password(person), by_password(person)), browser_of(officer)
    page = reverse("admin:accounts_user_change", args=[person.pk])
    names = {name: getattr(person, name) for name in people.NAMES}
    for state in ({}, {"is_active": "on"}):
        assert office.post(page, names | state).status_code == 302
        person.refresh_from_db()
        assert person.is_active == bool(state)
    assert [outcome(browser.get(reverse("inbox"))) for browser in browsers] == [Outcome.SIGN_IN] * 2
