"""Pages of committees and their seats: the list, one committee, appoint, end, and what I may do."""

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.actions import appointments
from committees.forms.seats import AppointForm, EndForm
from committees.models import Appointment, Committee, Level
from committees.queries import rolls
from hcec.core.access import STRONG, Permission, require
from hcec.core.files import private_file
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class CommitteeFilter(django_filters.FilterSet):
    """By level, by vacant seats, by terms that end soon."""

    level = django_filters.ChoiceFilter(
        choices=Level, label=gettext_lazy("Level"), empty_label=gettext_lazy("All levels")
    )

    vacant = django_filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("With vacant seats"))],
        label=gettext_lazy("Vacant seats"),
        empty_label=gettext_lazy("All committees"),
        method="with_vacant",
    )
    ending = django_filters.ChoiceFilter(
        choices=[("yes", gettext_lazy("With terms that end within 60 days"))],
        label=gettext_lazy("Terms"),
        empty_label=gettext_lazy("All committees"),
        method="with_ending",
    )

    class Meta:
        model = Committee
        fields = ("level",)

    def with_vacant(self, rows: QuerySet[Committee], name: str, value: str) -> QuerySet[Committee]:
        return rows.filter(vacant__gt=0)

    def with_ending(self, rows: QuerySet[Committee], name: str, value: str) -> QuerySet[Committee]:
        return rows.filter(ending__gt=0)


class CommitteeListing(Listing):
    """The committees of one's branch."""

    columns = (
        Column(
            "name", gettext_lazy("Committee"), card="title",
            sort=("rank", "province__sort_order", "center__province__sort_order", "center__number"),
            link=lambda committee: reverse("committee", kwargs={"pk": committee.pk}),
        ),
        Column("level", gettext_lazy("Level"), value="get_level_display", sort="rank"),
        Column("members", gettext_lazy("Members now"), kind="number", sort="members"),
        Column("vacant", gettext_lazy("Vacant seats"), kind="number", sort="vacant"),
    )  # fmt: skip
    search = (
        "province__name_th", "province__name_en", "center__name_th", "center__name_en", "center__code",
        "center__province__name_th", "center__province__name_en",
    )  # fmt: skip
    filterset = CommitteeFilter
    default_sort = "name"
    filename = "committees"
    empty_title = gettext_lazy("No committee in your branch")


def appointing(request: HttpRequest, pk: int) -> Committee:
    """A committee to which the person may appoint; else 404."""
    branch = Committee.objects.within(request.access, Permission.COMMITTEE_APPOINT)
    return get_object_or_404(branch.select_related("province", "center__province"), pk=pk)


@require(Permission.COMMITTEE_VIEW)
def committees(request: HttpRequest) -> HttpResponse:
    """The committees of one's branch."""
    rows = rolls.committees_seen(request.access, timezone.localdate())
    return CommitteeListing(request, rows).respond("committees/committees.html")


@require(Permission.COMMITTEE_VIEW)
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """One committee: its seats, who holds them, what is vacant."""
    today = timezone.localdate()
    found = get_object_or_404(rolls.committees_seen(request.access, today), pk=pk)
    branch = Committee.objects.within(request.access, Permission.COMMITTEE_APPOINT)
    may_appoint = branch.filter(pk=pk).exists()
    return render(
        request,
        "committees/committee.html",
        {
            "committee": found,
            "lines": rolls.seat_lines(found, today),
            "others": rolls.not_current(found, today)[:50],
            "may_appoint": may_appoint,
            "orders": rolls.orders_of(found) if may_appoint else [],
            "today": today,
        },
    )


@require(Permission.COMMITTEE_APPOINT)
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an order that seats somebody."""
    found = appointing(request, pk)
    initial = {"position": request.GET.get("position", ""), "starts_on": timezone.localdate()}
    form = AppointForm(request.POST or None, request.FILES or None, committee=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            seated = appointments.appoint(found, **form.seat, by=request.user, at=timezone.now())
            messages.success(
                request, _("%(person)s is appointed and has been told.") % {"person": seated.person.name}
            )
            return redirect("committee", pk=found.pk)
    return render(request, "committees/appoint.html", {"committee": found, "form": form})


@require(Permission.COMMITTEE_APPOINT)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an appointment end."""
    branch = Committee.objects.within(request.access, Permission.COMMITTEE_APPOINT)
    rows = Appointment.objects.filter(committee__in=branch).select_related("committee", "person")
    found = get_object_or_404(rows, pk=pk)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            appointments.end(found, on=form.cleaned_data["on"], by=request.user, at=timezone.now())
            messages.success(request, _("The appointment ends with that day; the person has been told."))
            return redirect("committee", pk=found.committee_id)
    return render(request, "committees/end.html", {"appointment": found, "form": form})


@require(Permission.COMMITTEE_VIEW)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The order behind an appointment, for those who may see the committee."""
    seen = Committee.objects.within(request.access, Permission.COMMITTEE_VIEW)
    return private_file(get_object_or_404(Appointment, pk=pk, committee__in=seen).order_document)


@require(Permission.FIGURES_VIEW)
def matrix(request: HttpRequest) -> HttpResponse:
    """Every power of every seat and the paragraph that gives it, for those who oversee the nation."""
    if not request.access.reach(Permission.FIGURES_VIEW).nation:
        raise Http404
    return render(request, "committees/matrix.html", {"levels": rolls.matrix()})


def powers(request: HttpRequest) -> HttpResponse:
    """What I may do here, and by which paragraph of the guideline."""
    held = rolls.mandates(request.user, timezone.localdate())
    strong = [
        permission.label
        for permission in Permission
        if permission in STRONG and request.access.can(permission)
    ]
    context = {
        "mandates": held,
        "strong": strong,
        "sees_matrix": request.access.reach(Permission.FIGURES_VIEW).nation,
    }
    return render(request, "committees/powers.html", context)
