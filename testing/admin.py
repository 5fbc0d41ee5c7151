"""Exams in the back office: whose test it is decides which lines of the standards a center needs for it (7.4)."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from hcec.accounts.admin_site import OfficeAdmin
from testing.models import EligibilityRule, Exam


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


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(OfficeAdmin):
    """Who may sit a test again, and what comes before it. A new rule is a new row."""

    list_display = ("kind", "exam", "skill", "value", "level", "valid_from", "valid_until")
    list_select_related = ("exam", "skill", "level")
    list_filter = ("kind", "skill")
    ordering = ("-valid_from", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        """A rule that is in force has judged people already: it is given a last day and followed, never rewritten."""
        if obj is None or obj.valid_from > timezone.localdate():
            return ()
        return ("kind", "exam", "skill", "value", "level", "valid_from", "source")
