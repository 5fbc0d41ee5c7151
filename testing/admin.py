"""Exams in the back office: whose test it is decides which lines of the standards a center needs for it (7.4)."""

from django.contrib import admin
from django.http import HttpRequest

from hcec.accounts.admin_site import OfficeAdmin
from testing.models import Exam


@admin.register(Exam)
class ExamAdmin(OfficeAdmin):
    """Exams with their kind and provider; scale and parts come with the reference data, since results stand on them."""

    list_display = ("code", "name_th", "skill", "kind", "provider_th", "duration_minutes", "active")
    list_select_related = ("skill",)
    list_filter = ("kind", "skill", "active")
    search_fields = ("code", "name_th", "name_en", "provider_th", "provider_en")
    readonly_fields = ("code", "skill", "scale", "source")
    ordering = ("code", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
