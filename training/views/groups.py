"""A table of people for a round, from a head of a school or from the center: uploaded, looked at, applied (F5)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from centers.models import School
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from hcec.core.sheets import xlsx_response
from training.actions import groups
from training.forms.groups import GroupFileForm
from training.models import GroupFile, Round
from training.queries import nominations as reads
from training.views.manage import managed_or_404
from training.views.nominations import open_round_or_404, school_or_404


@dataclass(frozen=True)
class Sender:
    """Whose tables these are: a school's, or the center's; and where its pages stand."""

    round: Round
    school: School | None

    @property
    def urls(self) -> dict[str, str]:
        name = "round-group" if self.school else "manage-group"
        back = "round-nominate" if self.school else "manage-round-people"
        ask = f"?school={self.school.pk}" if self.school else ""
        pk = self.round.pk
        return {
            "upload_url": reverse(name, args=[pk]) + ask,
            "table_url": reverse(f"{name}-table", args=[pk]) + ask,
            "back_url": reverse(back, args=[pk]) + ask,
        }

    def seen_url(self, kept: GroupFile) -> str:
        name = "round-group-seen" if self.school else "manage-group-seen"
        ask = f"?school={self.school.pk}" if self.school else ""
        return reverse(name, args=[self.round.pk, kept.pk]) + ask

    @property
    def files(self) -> Any:
        return GroupFile.objects.filter(round=self.round, school=self.school)

    @property
    def words(self) -> dict[str, Any]:
        return {"round": self.round, "school": self.school} | self.urls


def head_of(request: HttpRequest, pk: int) -> Sender:
    return Sender(open_round_or_404(pk), school_or_404(request))


def center_of(request: HttpRequest, pk: int) -> Sender:
    return Sender(managed_or_404(request, pk), None)


def upload(request: HttpRequest, sender: Sender) -> HttpResponse:
    """Read a table without giving a place; a good one is kept and shown, a bad one is explained row by row."""
    form, problems = GroupFileForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        file, at = form.cleaned_data["file"], timezone.now()
        table, checked = groups.read(sender.round, file, school=sender.school, by=request.user)
        problems = checked.problems
        if not problems:
            with refusal_shown(request, form):
                kept = groups.keep(
                    sender.round, table, checked, school=sender.school, name=file.name, by=request.user, at=at
                )
                return redirect(sender.seen_url(kept))
    before = [(kept, sender.seen_url(kept)) for kept in sender.files.order_by("-uploaded_at", "-pk")[:10]]
    context = sender.words | {"form": form, "problems": problems, "before": before}
    return render(request, "training/group_file.html", context, status=422 if problems else 200)


def seen(request: HttpRequest, sender: Sender, file: int) -> HttpResponse:
    """What a kept table would do; the button does all of it."""
    kept = get_object_or_404(sender.files.select_related("applied_by", "school", "round__course"), pk=file)
    if request.method == "POST":
        with refusal_shown(request):
            made = groups.apply(kept, by=request.user, at=timezone.now())
            done = ngettext(
                "%(n)s person is new in the round and told.",
                "%(n)s people are new in the round and told.",
                made,
            )
            messages.success(request, done % {"n": made})
        return redirect(sender.seen_url(kept))
    checked = None if kept.applied_at else groups.recheck(kept)
    new = len(checked.new) if checked else 0
    seats = min(new, max(sender.round.free, 0))  # type: ignore[attr-defined]  # annotated
    context = sender.words | {
        "kept": kept,
        "checked": checked,
        "new": new,
        "with_seat": seats,
        "in_line": new - seats,
        "people": [(p.name, p.pk in checked.already) for p in checked.people.values()] if checked else [],
        "here": sender.seen_url(kept),
    }
    return render(request, "training/group_file_seen.html", context)


def table(sender: Sender, rows: list[list[str]]) -> HttpResponse:
    return xlsx_response(
        f"{_('Table of people')}-{sender.round.pk}.xlsx", list(groups.HEADINGS.values()), rows
    )


@require_http_methods(["GET", "HEAD", "POST"])
def round_group(request: HttpRequest, pk: int) -> HttpResponse:
    """A head's table of teachers to nominate."""
    return upload(request, head_of(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def round_group_seen(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The look before a head's table is applied."""
    return seen(request, head_of(request, pk), file)


@require_safe
def round_group_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The table to fill in, with the teachers of the school who could come: leave the rows that should go."""
    sender = head_of(request, pk)
    teachers = list(reads.teachers_of(sender.school, request.user))  # type: ignore[arg-type]  # a head has one
    hindered = reads.hindered(sender.round, teachers, timezone.now())
    return table(sender, [[p.name_th or p.name, p.email] for p in teachers if p.pk not in hindered])


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_group(request: HttpRequest, pk: int) -> HttpResponse:
    """The center's table of people to enrol."""
    return upload(request, center_of(request, pk))


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_group_seen(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The look before the center's table is applied."""
    return seen(request, center_of(request, pk), file)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_group_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty table to fill in."""
    return table(center_of(request, pk), [])
