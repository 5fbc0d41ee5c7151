"""Makes the demo accounts real: people, workplaces, second factors and seats on their committees."""

from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password

from centers.models import Affiliation, Center, Province, Workplace
from committees.models import Appointment, Committee, Level
from hcec.accounts.models import User
from hcec.demo import offices
from hcec.demo.accounts import (
    ACCOUNTS,
    CENTER,
    ORDER_NUMBER,
    PASSWORD,
    PROVINCE,
    Account,
    starts_on,
)


def assemble(today: date) -> dict[str, User]:
    """Every demo account, made where it is missing; run twice it changes nothing. Returns people by key."""
    password = make_password(PASSWORD)  # once: hashing is slow on purpose
    return {account.key: person_of(account, today, password) for account in ACCOUNTS}


def person_of(account: Account, today: date, password: str) -> User:
    """The person of one demo account; `password` is hashed."""
    person = User.objects.filter(email=account.email).first()
    if person is not None:
        return person
    person = User.objects.create(
        email=account.email,
        password=password,
        kind=account.kind,
        is_staff=account.staff,
        **account.names,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    if account.totp_secret and not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, account.totp_secret)
    settle(person, account)
    if account.position:
        seat(person, account, today)
    return person


def settle(person: User, account: Account) -> None:
    """Where she works: the school of her center, else the province of the demo."""
    center = Center.objects.filter(code=account.place or CENTER).select_related("province").first()
    Workplace.objects.create(
        person=person,
        affiliation=Affiliation.objects.get(code="none" if account.kind == "public" else "obec"),
        province=center.province if center else Province.objects.get(code=PROVINCE),
        school=center.host_school
        if center and account.level in ("", Level.CENTER) and account.kind != "public"
        else None,
    )


def committee_of(account: Account) -> Committee:
    """The committee the account sits on."""
    places = {
        Level.PROVINCE: {"province__code": account.place},
        Level.CENTER: {"center__code": account.place},
    }
    return Committee.objects.get(level=account.level, **places.get(Level(account.level), {}))


def seat(person: User, account: Account, today: date) -> None:
    """Seat her by an order that the demo invents: through her post where the seat follows one."""
    committee = committee_of(account)
    if post := offices.vacant_post(committee, account.position):
        offices.hold([(post, person)], today)
        return
    first = starts_on(today)
    Appointment.objects.create(
        person=person,
        committee=committee,
        position=account.position,
        starts_on=first,
        order_number=ORDER_NUMBER,
        order_date=first,
    )
