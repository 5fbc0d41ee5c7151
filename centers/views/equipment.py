"""The equipment and network register of a center, and the log of what broke (guideline 6.4.8)."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from centers.actions import readiness
from centers.forms.registers import EquipmentForm, FaultForm, MendForm
from centers.models import Center, Equipment, Fault
from hcec.core.access import Permission, require
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class EquipmentFilter(django_filters.FilterSet):
    """By condition."""

    condition = django_filters.ChoiceFilter(
        choices=Equipment.Condition.choices, label=gettext_lazy("Condition"), empty_label=gettext_lazy("All")
    )

    class Meta:
        model = Equipment
        fields = ("condition",)


class EquipmentListing(Listing):
    """Devices and lines."""

    columns = (
        Column("name", gettext_lazy("Name"), sort="name", card="title",
               link=lambda e: reverse("manage-equipment-item", args=[e.pk])),
        Column("kind", gettext_lazy("Kind"), sort="kind"),
        Column("center", gettext_lazy("Center"), value="center.name", sort="center__code"),
        Column("room", gettext_lazy("Room"), value="room.name", sort="room__name_th"),
        Column("asset", gettext_lazy("Asset number"), sort="asset"),
        Column("condition", gettext_lazy("Condition"), value="get_condition_display", sort="condition"),
        Column("open_faults", gettext_lazy("Open faults"), sort="open_faults", kind="number"),
    )  # fmt: skip
    search = ("name", "kind", "asset", "center__name_th", "room__name_th")
    filterset = EquipmentFilter
    default_sort = "name"
    filename = "equipment"
    empty_title = gettext_lazy("No equipment in the register yet")
    empty_text = gettext_lazy(
        "Write down projectors, printers, network lines and everything else a test needs."
    )


class FaultFilter(django_filters.FilterSet):
    """Open or mended."""

    open = django_filters.BooleanFilter(
        field_name="mended_at", lookup_expr="isnull", label=gettext_lazy("Still open")
    )

    class Meta:
        model = Fault
        fields = ("open",)


class FaultListing(Listing):
    """What broke, oldest open fault first."""

    columns = (
        Column("what", gettext_lazy("What is wrong"), card="title", link=lambda f: thing_address(f)),
        Column("thing", gettext_lazy("What broke"), value=lambda f: str(f.workstation or f.equipment)),
        Column("center", gettext_lazy("Center"), value=lambda f: center_of(f).name),
        Column("reported_at", gettext_lazy("Reported"), sort="reported_at", kind="datetime"),
        Column("mended_at", gettext_lazy("Mended"), sort="mended_at", kind="datetime"),
        Column("remedy", gettext_lazy("How it was mended")),
    )  # fmt: skip
    search = ("what", "remedy", "equipment__name")
    filterset = FaultFilter
    default_sort = "-reported_at"
    filename = "faults"
    empty_title = gettext_lazy("No faults have been reported")


def center_of(fault: Fault) -> Center:
    return fault.workstation.room.center if fault.workstation else fault.equipment.center


def thing_address(fault: Fault) -> str:
    """The page of what broke."""
    if fault.workstation_id:
        return reverse("manage-station", args=[fault.workstation_id])
    return reverse("manage-equipment-item", args=[fault.equipment_id])


@require(Permission.CENTER_EDIT)
def equipment(request: HttpRequest) -> HttpResponse:
    """The register of one's centers."""
    rows = Equipment.objects.within(request.access, Permission.CENTER_EDIT).select_related(
        "center__province", "room"
    )
    rows = rows.annotate(open_faults=Count("faults", filter=Q(faults__mended_at__isnull=True)))
    new = (_("Add to the register"), reverse("manage-equipment-new"))
    return EquipmentListing(request, rows, empty_action=new).respond("centers/equipment.html")


@require(Permission.CENTER_EDIT)
def faults(request: HttpRequest) -> HttpResponse:
    """The fault log of one's centers."""
    rows = Fault.objects.within(request.access, Permission.CENTER_EDIT)
    rows = rows.select_related("workstation__room__center__province", "equipment__center__province")
    return FaultListing(request, rows).respond("centers/faults.html")


@require(Permission.CENTER_EDIT)
def new(request: HttpRequest) -> HttpResponse:
    """Write a device down."""
    centers = Center.objects.within(request.access, Permission.CENTER_EDIT)
    mine = list(centers.order_by("pk")[:2])
    device = Equipment(center=mine[0]) if len(mine) == 1 else Equipment()
    form = EquipmentForm(request.POST or None, instance=device, centers=centers)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            kept = readiness.keep_equipment(device, form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The register is kept."))
            return redirect("manage-equipment-item", pk=kept.pk)
    return render(request, "centers/equipment_form.html", {"form": form})


def item_within(request: HttpRequest, pk: int) -> Equipment:
    """A device of one's centers; else 404."""
    rows = Equipment.objects.within(request.access, Permission.CENTER_EDIT)
    return get_object_or_404(rows.select_related("center__province", "room"), pk=pk)


@require(Permission.CENTER_EDIT)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One device: change it, see its faults, report a new one."""
    device = item_within(request, pk)
    centers = Center.objects.filter(pk=device.center_id)
    edited = Equipment.objects.get(pk=pk)
    form = EquipmentForm(request.POST or None, instance=edited, centers=centers)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            readiness.keep_equipment(edited, form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The register is kept."))
            return redirect("manage-equipment-item", pk=pk)
    return item_page(request, device, form=form)


def item_page(request: HttpRequest, device: Equipment, **forms: Any) -> HttpResponse:
    centers = Center.objects.filter(pk=device.center_id)
    context: dict[str, Any] = {
        "device": device,
        "faults": device.faults.select_related("reported_by", "mended_by").order_by("-reported_at", "-pk"),
        "form": EquipmentForm(instance=device, centers=centers),
        "fault_form": FaultForm(),
        "mend_form": MendForm(),
    }
    return render(request, "centers/equipment_item.html", context | forms)


@require(Permission.CENTER_EDIT)
@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report that a device is broken."""
    device, form = item_within(request, pk), FaultForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            readiness.report_fault(equipment=device, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The fault is in the log."))
            return redirect("manage-equipment-item", pk=pk)
    return item_page(request, device, fault_form=form)


@require(Permission.CENTER_EDIT)
@require_POST
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a fault is mended, of a device or of a workstation."""
    fault = get_object_or_404(Fault.objects.within(request.access, Permission.CENTER_EDIT), pk=pk)
    form = MendForm(request.POST)
    if form.is_valid():
        with refusal_shown(request):
            readiness.mend(fault, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The fault is mended."))
    else:
        messages.error(request, _("Say how it was mended."))
    return redirect(thing_address(fault))
