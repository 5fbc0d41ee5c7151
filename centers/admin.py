"""Places and centers in the back office. A center's status moves by announcements alone, so it is only shown."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from centers.models import (
    Affiliation,
    Center,
    Competency,
    Holiday,
    Province,
    ReadinessRule,
    School,
    SchoolTerm,
    ServiceArea,
    SkillArea,
    Standard,
)
from hcec.accounts.admin_site import OfficeAdmin, ReferenceAdmin
from hcec.core.resources import SafeResource


def resource_of(model_of_rows: type, *columns: str) -> type[SafeResource]:
    """A resource whose rows are found by their code."""
    meta = type(
        "Meta",
        (SafeResource.Meta,),
        {"model": model_of_rows, "fields": columns, "import_id_fields": ("code",), "export_order": columns},
    )
    return type(f"{model_of_rows.__name__}Resource", (SafeResource,), {"Meta": meta})


@admin.register(Affiliation, SkillArea)
class ListedAdmin(ReferenceAdmin):
    """A new affiliation or skill area is a row (guideline 5.2.3, 7.3)."""

    list_display = ("code", "name_th", "name_en", "sort_order")
    search_fields = ("code", "name_th", "name_en")
    ordering = ("sort_order", "pk")

    def get_resource_classes(self, request: HttpRequest) -> list[type[SafeResource]]:
        return [resource_of(self.model, "code", "name_th", "name_en", "sort_order")]


@admin.register(Province)
class ProvinceAdmin(ReferenceAdmin):
    """The 77 provinces; there will be no other without a law."""

    list_display = ("code", "name_th", "name_en", "region_th")
    search_fields = ("code", "name_th", "name_en")
    readonly_fields = ("code", "iso", "sort_order")
    ordering = ("sort_order", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def get_resource_classes(self, request: HttpRequest) -> list[type[SafeResource]]:
        return [resource_of(Province, "code", "name_th", "name_en", "region_th", "region_en", "iso")]


@admin.register(ServiceArea)
class ServiceAreaAdmin(ReferenceAdmin):
    """The 245 service areas."""

    list_display = ("code", "level", "name_th", "name_en")
    list_filter = ("level",)
    search_fields = ("code", "name_th", "name_en")
    autocomplete_fields = ("provinces",)
    ordering = ("code", "pk")

    def get_resource_classes(self, request: HttpRequest) -> list[type[SafeResource]]:
        return [resource_of(ServiceArea, "code", "level", "name_th", "name_en", "full_name_th")]


@admin.register(School)
class SchoolAdmin(ReferenceAdmin):
    """Schools; the list grows by import."""

    list_display = ("code", "name_th", "province", "area", "affiliation")
    list_select_related = ("province", "area", "affiliation")
    list_filter = ("affiliation",)
    search_fields = ("code", "name_th", "name_en")
    autocomplete_fields = ("province", "area")
    ordering = ("name_sort", "pk")

    def get_resource_classes(self, request: HttpRequest) -> list[type[SafeResource]]:
        return [resource_of(School, "code", "name_th", "name_en", "province__code", "affiliation__code")]

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Center)
class CenterAdmin(ReferenceAdmin):
    """Centers one by one; the whole list comes by the upload page, which also makes rooms and committees."""

    list_display = ("code", "name_th", "province", "host_school", "host_verified", "status")
    list_select_related = ("province", "host_school")
    list_filter = ("host_verified", "status")
    search_fields = ("code", "name_th", "name_en", "host_school__name_th")
    autocomplete_fields = ("host_school", "host_area", "areas_served")
    readonly_fields = ("code", "province", "number", "status")
    ordering = ("code", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_import_permission(self, request: HttpRequest) -> bool:
        return False

    def get_resource_classes(self, request: HttpRequest) -> list[type[SafeResource]]:
        return [
            resource_of(
                Center, "code", "name_th", "name_en", "province__code", "number", "host_verified", "status"
            )
        ]


@admin.register(Holiday)
class HolidayAdmin(OfficeAdmin):
    """Public holidays; repeated uses of rooms skip them."""

    list_display = ("day", "name_th", "name_en")
    search_fields = ("name_th", "name_en")
    ordering = ("-day", "pk")


@admin.register(SchoolTerm)
class SchoolTermAdmin(OfficeAdmin):
    """When schools are open; a round's planner says which term a day lies in."""

    list_display = ("year", "term", "starts_on", "ends_on")
    ordering = ("-starts_on", "pk")


@admin.register(Competency)
class CompetencyAdmin(OfficeAdmin):
    """The framework that courses point at (guideline 2.2). What no longer counts gets a last day."""

    list_display = ("code", "name_th", "name_en", "skill", "since", "until")
    list_select_related = ("skill",)
    list_filter = ("skill",)
    search_fields = ("code", "name_th", "name_en")
    ordering = ("code", "pk")


@admin.register(ReadinessRule)
class ReadinessRuleAdmin(OfficeAdmin):
    """What a workstation must reach, and for how many days a pass holds (7.1). A new rule is a new row."""

    list_display = ("in_force_from", "valid_days", "min_kbps", "max_skew_ms", "min_width", "min_height")
    ordering = ("-in_force_from", "pk")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule that is in force has judged checks already: it is followed by another one, never rewritten."""
        return self.holds(request) and (obj is None or obj.in_force_from > timezone.localdate())


@admin.register(Standard)
class StandardAdmin(OfficeAdmin):
    """The day from which a version decides what centers may open (7.1 to 7.4). Its lines come with the reference data."""

    list_display = ("version", "in_use_from", "enforced_from")
    fields = ("version", "in_use_from", "enforced_from", "source")
    readonly_fields = ("version", "in_use_from", "source")
    ordering = ("-version", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
