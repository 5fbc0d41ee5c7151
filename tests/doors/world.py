"""The people and places of the doors table: one province with two centers, and another province with one."""

from copy import deepcopy
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from committees.models import Position
from hcec.accounts.models import User
from tests.doors.canaries import Canaries, mark, reach_of
from tests.doors.table import ROLES, Door
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.committees import person_with

APPS = (
    "accounts",
    "centers",
    "committees",
    "work",
    "testing",
    "testing_pools",
    "testing_corrections",
    "testing_day",
    "testing_moves",
    "testing_needs",
    "testing_draws",
    "testing_queue",
    "testing_series",
    "testing_noshows",
    "testing_walkins",
    "testing_substitutes",
    "testing_outside",
    "testing_fees",
    "testing_apart",
    "training",
    "training_pools",
    "training_needs",
    "training_catalogue",
    "training_evaluation",
    "training_online",
    "training_nominations",
    "training_walkins",
    "verification",
    "reports",
    "core",
)

SEATS = {
    "clerk": Position.CLERK,
    "manager": Position.CENTER_MANAGER,
    "ict": Position.ICT_OFFICER,
    "director": Position.SCHOOL_DIRECTOR,
    "deputy": Position.DEPUTY_DIRECTOR,
    "center_supervisor": Position.CENTER_SUPERVISOR,
    "center_member": Position.CENTER_OTHER,
    "supervisor": Position.SUPERVISOR,
    "area_director": Position.AREA_DIRECTOR,
    "obec_officer": Position.OBEC_OFFICER,
    "obec_member": Position.OBEC_MEMBER,
    "ministry": Position.MINISTRY_MEMBER,
}
OF_THE_PROVINCE = {"supervisor", "area_director"}
OF_THE_NATION = {"obec_officer", "obec_member", "ministry"}


class World:
    """`center` and `sibling` in `province`, `foreign` in `foreign_province`; `person[role]`; apps add their own objects."""

    def __init__(self) -> None:
        self.center = CenterFactory()
        self.province = self.center.province
        self.sibling = CenterFactory(province=self.province)
        self.foreign = CenterFactory()
        self.foreign_province = self.foreign.province
        self.room = RoomFactory(center=self.center)
        self.foreign_room = RoomFactory(center=self.foreign)
        self.person: dict[str, User] = {role: self._person(role) for role in ROLES if role != "anonymous"}
        self.teacher, self.other_teacher = self.person["teacher"], self.person["other_teacher"]
        owners: dict[str, tuple[str, Any]] = {}
        for rows in row_modules():
            if furnish := getattr(rows, "furnish", None):
                furnish(self)
                for name, thing in vars(self).items():
                    owner, was = owners.setdefault(name, (rows.__name__, thing))
                    if was != thing and owner != rows.__name__:
                        raise AssertionError(f"{rows.__name__} gives `{name}` of {owner} another meaning")
        self.clients = {role: self._client(role) for role in ROLES}

    def marked(self) -> "World":
        """The same world with a canary in each of its texts; a second one stands beside it, strange to most people here."""
        World()
        self.canaries = Canaries()
        mark(self.canaries)
        for person in self.person.values():
            person.refresh_from_db()
        self.reach = {role: reach_of(self.person.get(role)) for role in ROLES}
        return self

    def strange(self, role: str, response: HttpResponse) -> set[str]:
        """What an answer tells this role of places and people that are none of its business."""
        return self.canaries.strange(response, self.reach[role])

    def _person(self, role: str) -> User:
        seat, _, where = role.partition("_next") if role.endswith("_next") else role.partition("_away")
        if seat not in SEATS:
            return PersonFactory(kind="public" if role == "public" else "teacher")
        if seat in OF_THE_NATION:
            return person_with(SEATS[seat])
        if seat in OF_THE_PROVINCE:
            return person_with(
                SEATS[seat], province=self.foreign_province if role.endswith("_away") else self.province
            )
        center = (
            self.foreign
            if role.endswith("_away")
            else self.sibling
            if role.endswith("_next")
            else self.center
        )
        return person_with(SEATS[seat], center=center)

    def _client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(
                self.person[role], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return client

    def path(self, door: Door) -> str:
        return reverse(door.name, kwargs=door.where(self)) + door.query

    def knock(
        self, door: Door, role: str, method: str, data: dict[str, Any] | None = None, path: str = ""
    ) -> HttpResponse:
        """Ask for the door's page in this role."""
        path, client = path or self.path(door), self.clients[role]
        cookies = deepcopy(client.cookies)
        try:
            if method == "post":
                response = client.post(path, door.data(self) if data is None else data)
            else:
                response = client.generic(method.upper(), path)
            if response.streaming:  # a file is read to its end, so that it is closed
                response.body = b"".join(response.streaming_content)
            return response
        finally:  # whoever signed out by it is signed in again for the next door
            client.cookies = cookies

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the world of the doors has no {name}: make it in furnish() of your rows file")


def row_modules() -> list[ModuleType]:
    """Every rows file; lower apps first, so that higher ones find their objects in the world."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("rows_*.py"))
    rank = {f"rows_{app}": place for place, app in enumerate(APPS)}
    return [
        import_module(f"tests.doors.{name}") for name in sorted(names, key=lambda n: rank.get(n, len(rank)))
    ]


def all_doors() -> list[Door]:
    """Every row of the table."""
    return [door for rows in row_modules() for door in rows.DOORS]
