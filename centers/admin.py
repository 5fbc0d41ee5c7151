"""Places and centers in the back office. A center's status moves by announcements alone, so it is only shown."""

from django.contrib import admin
from django.http import HttpRequest

from centers.models import Affiliation, Center, Province, School, ServiceArea, SkillArea
from hcec.accounts.admin_site import ReferenceAdmin
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
