"""What every page knows: its menus, the languages and where it is. Nothing here is asked before a page shows it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise, cached_property

from hcec.core import navigation


class Page:
    """The frame around a page, computed only where a base template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def work(self) -> list[tuple[str | Promise, list[navigation.Line]]]:
        return navigation.grouped(navigation.lines(self.request, "work"))

    @cached_property
    def person(self) -> list[navigation.Line]:
        return navigation.lines(self.request, "person")

    @cached_property
    def public(self) -> list[navigation.Line]:
        return navigation.lines(self.request, "public")

    @property
    def address(self) -> str:
        """Where to come back to after a change of language."""
        return self.request.get_full_path()

    @property
    def offices(self) -> list[str]:
        """The seats in whose name the person acts (the access middleware hangs them on the request)."""
        return [str(appointment) for appointment in getattr(self.request, "appointments", ())]


def page(request: HttpRequest) -> dict[str, Any]:
    """`page.*` for the base templates."""
    return {"page": Page(request)}
