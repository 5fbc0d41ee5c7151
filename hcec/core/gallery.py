"""What the gallery of components shows: samples that look like the real thing and belong to nobody."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hcec.core.drawing import icon_names
from hcec.core.forms import ThaiDateField, ThaiDateTimeField, ThaiTimeField
from hcec.core.listing import Column, Listing
from hcec.core.pieces import Bar, Step, Tab
from hcec.core.statuses import LOOKS, Tone, discover

PLACES = ("โรงเรียนสวนกุหลาบวิทยาลัย", "โรงเรียนยุพราชวิทยาลัย", "โรงเรียนขอนแก่นวิทยายน", "โรงเรียนหาดใหญ่วิทยาลัย")
TESTS = ("English Proficiency Test (CEFR)", "Digital Literacy: พื้นฐาน", "Digital Literacy: ขั้นกลาง")


class Samples:
    """Rows without a database that know the little a Listing asks of a query set."""

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows

    def filter(self, matching: Any) -> "Samples":
        words = [(path.removesuffix("__icontains"), str(word).lower()) for path, word in matching.children]
        return Samples(
            [row for row in self.rows if any(word in getattr(row, path).lower() for path, word in words)]
        )

    def order_by(self, *fields: str) -> "Samples":
        rows = list(self.rows)
        for name in reversed(fields):
            rows.sort(key=lambda row: getattr(row, name.removeprefix("-")), reverse=name.startswith("-"))
        return Samples(rows)

    def iterator(self, chunk_size: int) -> list[Any]:
        return self.rows

    def count(self) -> int:
        return len(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, which: slice) -> "Samples":
        return Samples(self.rows[which])

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)


def sessions(count: int) -> Samples:
    """So many test sessions of the coming weeks."""
    first = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
    return Samples(
        [
            SimpleNamespace(
                pk=n,
                name=TESTS[n % 3],
                place=PLACES[n % 4],
                starts_at=first + timedelta(days=3 + n),
                free=n * 7 % 41,
                seats=40,
                fee=Decimal(n % 3 * 250),
                confirmed=n % 4 == 0,
            )
            for n in range(count)
        ]
    )


class SampleListing(Listing):
    columns = (
        Column("name", _("Test"), sort="name", card="title", link=lambda row: f"#row-{row.pk}"),
        Column("starts_at", _("Date and time"), sort="starts_at", kind="datetime"),
        Column("place", _("Place"), sort="place"),
        Column("free", _("Seats left"), sort="free", template="core/_seats_sample.html"),
        Column("fee", _("Fee"), kind="money"),
        Column("confirmed", _("Host confirmed"), kind="yes_no", card="hidden"),
    )
    search = ("name", "place")
    search_label = _("Test or place")
    default_sort = "starts_at"
    filename = "samples"
    empty_title = _("No sessions yet")
    empty_text = _("Open the first one; teachers can book as soon as it is published.")
    empty_action = (_("Open a session"), "#")


def listing(request: HttpRequest) -> SampleListing:
    """Sixty rows, or none with `?rows=0`."""
    wanted = request.GET.get("rows", "60")
    return SampleListing(request, sessions(min(int(wanted), 20_000) if wanted.isdigit() else 60))  # type: ignore[arg-type]


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("Name of the session"), help_text=_("As people will read it in the list."))
    exam = forms.ChoiceField(label=_("Test"), choices=[("", "–"), *enumerate(TESTS)], required=False)
    held_on = ThaiDateField(
        label=_("Date"), help_text=_("For example 21 11 2569. Years of both eras are understood.")
    )
    opens_at = ThaiDateTimeField(label=_("Booking opens"))
    begins = ThaiTimeField(label=_("Begins at"))
    mode = forms.ChoiceField(
        label=_("How it is held"),
        choices=[("here", _("At the center")), ("online", _("Online"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    paper = forms.FileField(
        label=_("List of people"), required=False, help_text=_("XLSX or CSV, at most 5 MB.")
    )
    sure = forms.BooleanField(label=_("I have read the rules of the test"))


def statuses() -> dict[str, list[tuple[str, Any]]]:
    """Every status that has a look, by lifecycle."""
    discover()
    found: dict[str, list[tuple[str, Any]]] = {}
    for name, state in LOOKS:
        found.setdefault(name, []).append((state, LOOKS[name, state]))
    return found


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything the gallery page needs besides its list."""
    wrong = {
        "name": "",
        "held_on_day": "31",
        "held_on_month": "กุมภา",
        "held_on_year": "69",
        "opens_at_day": "1",
        "opens_at_month": "12",
        "opens_at_year": "2569",
        "opens_at_time": "25.00",
        "begins": "แปดโมง",
        "note": "ข้อความที่พิมพ์ไว้ยังอยู่",
    }
    rows = [
        Bar(name, value, "#")
        for name, value in zip(("C1", "B2", "B1", "A2", "A1"), (12, 148, 612, 431, 96), strict=True)
    ]
    return {
        "icons": sorted(icon_names()),
        "tones": Tone.values,
        "statuses": statuses(),
        "form": SampleForm(initial={"held_on": timezone.localdate()}, prefix="plain"),
        "wrong": SampleForm(wrong),
        "tabs": [
            Tab(_("Coming"), "?", True, 12),
            Tab(_("Past"), "?tab=past", count=140),
            Tab(_("Drafts"), "?tab=drafts"),
        ],
        "steps": [
            Step(_("Choose a session"), "done", "#"),
            Step(_("Check your details"), "current"),
            Step(_("Pass")),
        ],
        "bars": rows,
        "pages": Paginator(range(1000), 25).get_page(request.GET.get("page")),
        "fee": Decimal("1234567.5"),
        "now": timezone.now(),
    }
