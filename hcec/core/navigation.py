"""The entries of the menus; each app lists its own as `NAVIGATION` in `<app>/navigation.py`, found by itself."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

from django.apps import apps
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from hcec.core.access import Access, Permission

PLACES = ("work", "person", "public")


@dataclass(frozen=True)
class Entry:
    """One line of a menu.

    `place`: "work" is the list of duties at the side, "person" the line of the signed-in person on top,
    "public" the menu of everyone. `count` asks how many things wait there (one query at most). `group` is the
    name of the app that lists it: the heading under which it stands among the duties.
    """

    label: str | Promise
    url_name: str
    permission: Permission | None = None
    order: int = 50
    place: str = "work"
    icon: str = ""
    count: Callable[[HttpRequest], int] | None = None
    group: str | Promise = ""


@dataclass(frozen=True)
class Line:
    """An entry as one request sees it."""

    label: str | Promise
    href: str
    icon: str
    current: bool
    count: int
    counted: bool
    group: str | Promise


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry of every app, in menu order."""
    found: list[Entry] = []
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "navigation"):
            own = getattr(import_module(f"{config.name}.navigation"), "NAVIGATION", ())
            found += [replace(entry, group=config.verbose_name) for entry in own]
    return tuple(sorted(found, key=lambda entry: (entry.order, entry.url_name)))


def lines(request: HttpRequest, place: str) -> list[Line]:
    """The entries of a menu that this person may open; the one that holds this page is marked."""
    access = getattr(request, "access", Access())
    shown = [
        (entry, reverse(entry.url_name))
        for entry in entries()
        if entry.place == place and (entry.permission is None or access.can(entry.permission))
    ]
    holding = [href for _, href in shown if href != "/" and request.path.startswith(href)]
    here = max(holding, key=len, default=request.path)
    return [
        Line(
            e.label,
            href,
            e.icon,
            href == here,
            e.count(request) if e.count else 0,
            e.count is not None,
            e.group,
        )
        for e, href in shown
    ]


def grouped(found: list[Line]) -> list[tuple[str | Promise, list[Line]]]:
    """The lines under their headings; a group stands where its first line stood."""
    groups: dict[str, list[Line]] = {}
    for line in found:
        groups.setdefault(str(line.group), []).append(line)
    return list(groups.items())


def may_open(access: Access, path: str) -> bool:
    """Whether this person's powers open the page at the path at all: nobody is led to a page that refuses them."""
    try:
        permission = getattr(resolve(path.partition("?")[0]).func, "permission", None)
    except Resolver404:
        return False
    return permission is None or access.can(permission)
