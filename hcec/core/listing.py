"""The list pattern: search, filters, sort and page in the address; count; what to do when empty; export of what is shown.

A view makes a `Listing` subclass with its rows and answers `respond()`; the same view gives the fragment to htmx.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hcec.core import sheets, thai
from hcec.core.pieces import Text
from hcec.core.statuses import look_of
from hcec.core.templatetags.components import money, thousands

EMPTY = "–"
KINDS = ("text", "date", "datetime", "number", "money", "status", "yes_no")
CARDS = ("title", "detail", "act", "hidden")


@dataclass(frozen=True)
class Column:
    """One column of a list.

    `value` is a dotted path from the row (the column's name if left out) or a function of the row; `sort` the
    fields to order by when its head is pressed; `link` a function of the row that gives an address; `template`
    draws the cell from `row` and `value` where text is not enough; `card` says what it becomes on a phone.
    """

    name: str
    label: Text
    value: str | Callable[[Any], Any] = ""
    sort: str | tuple[str, ...] = ()
    kind: str = "text"
    link: Callable[[Any], str] | None = None
    template: str = ""
    lifecycle: str = ""
    card: str = "detail"
    export: bool = True

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.card not in CARDS:
            raise ValueError(f"Column {self.name}: kind is one of {KINDS}, card one of {CARDS}")
        if (self.kind == "status") != bool(self.lifecycle):
            raise ValueError(f"Column {self.name}: a status needs its lifecycle, and only a status has one")

    @property
    def order(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else self.sort

    @property
    def classes(self) -> str:
        return f"card-{self.card}" + (" number" if self.kind in ("number", "money") else "")

    def of(self, row: Any) -> Any:
        """The bare value of the row in this column; a missing link on the way gives None."""
        if callable(self.value):
            return self.value(row)
        found = row
        for step in (self.value or self.name).split("."):
            if found is None:
                return None
            found = found[step] if isinstance(found, dict) else getattr(found, step)
            if callable(found):
                found = found()
        return found

    def shown(self, row: Any) -> Any:
        """What the page shows of it."""
        value = self.of(row)
        if self.template:
            return render_to_string(self.template, {"row": row, "value": value})
        text = shown_value(value, self)
        return format_html('<a href="{}">{}</a>', self.link(row), text) if self.link else text

    def exported(self, row: Any) -> Any:
        """What a sheet holds of it: numbers stay numbers; dates are written as they are read on the page."""
        value = self.of(row)
        if self.lifecycle and value:
            return str(look_of(self.lifecycle, value).word)
        if isinstance(value, bool) or value is None or isinstance(value, int | float | Decimal):
            return gettext("yes") if value is True else "" if value in (None, False) and value != 0 else value
        return str(plain_text(value))


def plain_text(value: Any) -> Any:
    """Dates and times of both eras' readers; anything else as it is."""
    if isinstance(value, datetime):
        return thai.thai_datetime(value)
    if isinstance(value, date):
        return thai.thai_date(value)
    return thai.thai_time(value) if isinstance(value, time) else value


def shown_value(value: Any, column: Column) -> Any:
    """The value as its kind is written on screen; nothing is a dash."""
    if column.kind == "yes_no":
        return gettext("yes") if value else gettext("no")
    if value is None or value == "":
        return EMPTY
    if column.kind == "status":
        look = look_of(column.lifecycle, value)
        return render_to_string(
            "_components/badge.html", {"tone": look.tone, "icon": look.icon, "label": look.word}
        )
    if column.kind == "money":
        return money(value)
    return thousands(value) if column.kind == "number" else plain_text(value)


@dataclass(frozen=True)
class Head:
    """A column's head as one request sees it: where pressing it leads, and how the list is sorted by it now."""

    column: Column
    sort: str
    direction: str


@dataclass(frozen=True)
class Cell:
    """One column of one row; an empty one leaves the card on a phone."""

    column: Column
    text: Any

    @property
    def classes(self) -> str:
        return f"{self.column.classes} cell-empty" if self.text == EMPTY else self.column.classes


class BoundedPaginator(Paginator):
    """Counts no further than a bound and pages no deeper, so that a list of millions opens like a short one."""

    bound = 10_000

    @cached_property
    def _counted(self) -> int:
        return int(self.object_list.order_by()[: self.bound + 1].count())  # type: ignore[attr-defined]

    @property
    def count(self) -> int:  # type: ignore[override]
        return min(self._counted, self.bound)

    @property
    def more(self) -> bool:
        """Whether there are rows beyond the bound; they are reached by a narrower search."""
        return self._counted > self.bound


class Listing:
    """A list of rows. Subclasses say what it shows; the address says which part of it, in which order."""

    columns: Sequence[Column] = ()
    search: Sequence[str] = ()
    search_label: Text = _("Search")
    filterset: Any = None
    default_sort: str = ""
    page_size = 25
    empty_title: Text = _("Nothing here yet")
    empty_text: Text = ""
    empty_action: tuple[Text, str] | None = None
    filename = "list"
    exports = True

    def __init__(self, request: HttpRequest, rows: QuerySet, *, id: str = "listing", **about: Any) -> None:
        self.request, self.rows, self.id = request, rows, id
        vars(self).update(about)

    @property
    def query(self) -> str:
        return " ".join(self.request.GET.get("q", "").split())[:100]

    @cached_property
    def filters(self) -> Any:
        """The bound FilterSet, or None where the list has no filters."""
        return (
            self.filterset(self.request.GET, queryset=self.rows, request=self.request)
            if self.filterset
            else None
        )

    @property
    def narrowed(self) -> bool:
        """Whether search or filters hide anything."""
        return bool(self.query) or self.filters_used > 0

    @cached_property
    def filters_used(self) -> int:
        return (
            sum(1 for name in self.filters.form.fields if self.request.GET.get(name)) if self.filters else 0
        )

    @cached_property
    def sort(self) -> str:
        """The sort in force, `name` or `-name`; an unknown one falls back to the list's own."""
        wanted = self.request.GET.get("sort", "")
        known = {column.name for column in self.columns if column.order}
        return wanted if wanted.removeprefix("-") in known else self.default_sort

    @cached_property
    def found(self) -> QuerySet:
        """The rows that the address asks for, in a stable order that ends in the primary key."""
        rows = self.filters.qs if self.filters else self.rows
        for word in self.query.split():
            rows = rows.filter(self.matching(word))
        return rows.order_by(*self.ordering())

    def matching(self, word: str) -> Q:
        """The rows that hold this word in any searched field."""
        matching = Q()
        for path in self.search:
            matching |= Q(
                **{
                    path
                    if "__" in path and path.rsplit("__", 1)[1] in LOOKUPS
                    else f"{path}__icontains": word
                }
            )
        return matching

    def ordering(self) -> list[str]:
        down = self.sort.startswith("-")
        column = next((column for column in self.columns if column.name == self.sort.removeprefix("-")), None)
        fields = list(column.order) if column else []
        return [flipped(name) if down else name for name in fields] + ["-pk" if down else "pk"]

    @cached_property
    def paginator(self) -> BoundedPaginator:
        return BoundedPaginator(self.found, self.page_size)

    @cached_property
    def page(self) -> Page:
        return self.paginator.get_page(self.request.GET.get("page"))

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def heads(self) -> list[Head]:
        down, name = self.sort.startswith("-"), self.sort.removeprefix("-")
        return [
            Head(
                column,
                (column.name if column.name != name or down else f"-{column.name}") if column.order else "",
                ("descending" if down else "ascending") if column.name == name else "",
            )
            for column in self.columns
        ]

    @cached_property
    def shown(self) -> list[list[Cell]]:
        """The rows of this page, cell by cell."""
        return [[Cell(column, column.shown(row)) for column in self.columns] for row in self.page]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a search or filter form must carry on besides its own fields."""
        return [("sort", self.request.GET["sort"])] if self.request.GET.get("sort") else []

    def table(self) -> tuple[list[str], Iterable[list[Any]]]:
        """Heads and rows of everything found, for a sheet."""
        columns = [column for column in self.columns if column.export]
        rows = ([column.exported(row) for column in columns] for row in self.found.iterator(chunk_size=2000))
        return [str(column.label) for column in columns], rows

    def respond(self, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
        """The page; its list alone when htmx asks; a sheet when `?export=xlsx` or `csv` does."""
        wanted = self.request.GET.get("export", "")
        if self.exports and wanted in ("xlsx", "csv") and not self.paginator.more:
            name = f"{self.filename}-{timezone.localdate():%Y%m%d}.{wanted}"
            answer = sheets.xlsx_response if wanted == "xlsx" else sheets.csv_response
            return answer(name, *self.table())
        fragment = self.request.headers.get("HX-Target") == self.id
        page = "_components/listing.html" if fragment else template
        response = render(self.request, page, {"listing": self} | (context or {}))
        patch_vary_headers(response, ["HX-Target"])
        return response


LOOKUPS = frozenset({"exact", "iexact", "startswith", "istartswith", "contains", "icontains"})


def flipped(name: str) -> str:
    """The same order the other way round."""
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"
