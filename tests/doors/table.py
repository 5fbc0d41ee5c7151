"""The written table of doors: every URL of the portal, who gets in by GET and by POST, and who is turned away how.

How to add rows: in `tests/doors/rows_<app>.py` list `DOORS = [Door("url-name", get=..., post=..., where=...)]`. A URL
without a row fails `test_every_url_has_a_row`. Needs an object? Make it in `furnish(world)` of the same file
(`world.session = SessionFactory(center=world.center)`) and name it in `where=lambda w: {"pk": w.session.pk}`.

    Door("sessions", anyone())                                          a public page
    Door("my-bookings", signed_in())                                    anybody with an account
    Door("booking", owner("teacher"), where=lambda w: {...})            her own; everyone else 404
    Door("manage-session", only("manager", "clerk", outside=away("manager", "clerk")), where=...)
                                                                        they get in, the same seats elsewhere 404, others 403
    Door("manage-session-cancel", GET_CLOSED, post=only(...), where=...)      POST only: GET is 405 for whoever gets in
`post` is `get` when it is not given. Roles and places are in `world.py`. Write what *should* be, not what is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

HERE = (
    "clerk", "manager", "ict", "director", "deputy", "center_supervisor", "center_member",
    "supervisor", "area_director",
    "obec_officer", "obec_member", "ministry",
)  # fmt: skip
# The same seats at another center of the same province (next) and in another province (away).
ELSEWHERE = (
    "manager_next", "director_next", "clerk_next", "ict_next",
    "manager_away", "director_away", "clerk_away", "ict_away", "center_supervisor_away",
    "supervisor_away", "area_director_away",
)  # fmt: skip
PEOPLE = ("public", "teacher", "other_teacher")
ROLES = ("anonymous", *PEOPLE, *HERE, *ELSEWHERE)


class Outcome(Enum):
    """What happens at a door."""

    IN = "gets in"  # 200, or a redirect to a page of the portal; 400, 405 and 429 are answers to those inside
    SIGN_IN = "is asked to sign in"  # 302 to the sign-in page
    SHUT = "has no such right"  # 403
    UNKNOWN = "learns nothing of it"  # 404


Expectation = dict[str, Outcome]


def known(roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles, where each is one of the table's; a misspelt one is an error."""
    if wrong := set(roles) - set(ROLES):
        raise ValueError(f"no such role: {sorted(wrong)}")
    return roles


def anyone() -> Expectation:
    """Public: no account needed."""
    return dict.fromkeys(ROLES, Outcome.IN)


def signed_in() -> Expectation:
    """Whoever has an account."""
    return anyone() | {"anonymous": Outcome.SIGN_IN}


def only(*roles: str, outside: tuple[str, ...] = (), rest: Outcome = Outcome.SHUT) -> Expectation:
    """These get in; those hold the power elsewhere and get 404; the rest is shut out (403 unless `rest` says else)."""
    table = dict.fromkeys(ROLES, rest)
    table |= dict.fromkeys(known(outside), Outcome.UNKNOWN) | dict.fromkeys(known(roles), Outcome.IN)
    return table | {"anonymous": Outcome.SIGN_IN}


def owner(*roles: str) -> Expectation:
    """A person's own thing: everyone else who is signed in gets 404."""
    return only(*roles, rest=Outcome.UNKNOWN)


def nobody() -> Expectation:
    """404 for all who are signed in: the page does not exist here."""
    return only(rest=Outcome.UNKNOWN)


def away(*roles: str) -> tuple[str, ...]:
    """The same seats elsewhere: away("manager") is manager_next and manager_away."""
    known(roles)
    return tuple(
        f"{role}{where}" for role in roles for where in ("_next", "_away") if f"{role}{where}" in ROLES
    )


def everyone_but(*roles: str) -> tuple[str, ...]:
    """All roles with an account except these."""
    return tuple(role for role in ROLES if role not in known(roles) and role != "anonymous")


# For doors that take POST only: whoever asks by GET, nothing is written and no page is shown.
GET_CLOSED: Expectation = {}


@dataclass(frozen=True)
class Door:
    """One URL. `where` gives the arguments of reverse, `data` the POST body, `query` what follows the "?"."""

    name: str
    get: Expectation
    post: Expectation | None = None
    where: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})
    data: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})
    query: str = ""

    def expected(self, method: str) -> Expectation:
        return self.get if method == "get" or self.post is None else self.post

    def __str__(self) -> str:
        return self.name
