"""Exams in the back office: whose test it is decides which lines of the standards a center needs for it (7.4)."""

from django.contrib import admin
from django.http import HttpRequest

from hcec.accounts.admin_site import DatedAdmin, OfficeAdmin
from testing.models import (
    EligibilityRule,
    Equivalence,
    Exam,
    ExamFee,
    FeeWaiver,
    OutsideTest,
    Recognition,
    TrainerRest,
)


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
class EligibilityRuleAdmin(DatedAdmin):
    """Who may sit a test again, and what comes before it. A new rule is a new row."""

    list_display = ("kind", "exam", "skill", "value", "level", "desk_may_waive", "valid_from", "valid_until")
    list_select_related = ("exam", "skill", "level")
    list_filter = ("kind", "skill")
    ordering = ("-valid_from", "pk")


@admin.register(ExamFee)
class ExamFeeAdmin(DatedAdmin):
    """What an exam costs whom from which day."""

    list_display = ("exam", "kind", "amount", "valid_from", "valid_until")
    list_select_related = ("exam",)
    list_filter = ("exam", "kind")
    ordering = ("exam__code", "kind", "-valid_from", "pk")


@admin.register(Equivalence)
class EquivalenceAdmin(DatedAdmin):
    """Which level counts as which other one, by whose decision."""

    list_display = ("level", "counts_as", "valid_from", "valid_until", "source")
    list_select_related = ("level", "counts_as")
    ordering = ("level__scale__code", "level__rank", "-valid_from", "pk")


@admin.register(Recognition)
class RecognitionAdmin(DatedAdmin):
    """What a level counts for, by whose letter."""

    list_display = ("purpose", "level", "words_th", "age_months", "valid_from", "valid_until")
    list_select_related = ("level",)
    list_filter = ("purpose",)
    ordering = ("purpose", "-valid_from", "pk")


@admin.register(OutsideTest)
class OutsideTestAdmin(OfficeAdmin):
    """Tests of others whose results are taken; a new one is a row."""

    list_display = ("code", "name_th", "provider", "skill", "scale", "validity_months", "active")
    list_select_related = ("skill", "scale")
    list_filter = ("skill", "active")
    search_fields = ("code", "name_th", "name_en", "provider")
    ordering = ("code", "pk")


@admin.register(FeeWaiver)
class FeeWaiverAdmin(DatedAdmin):
    """Who pays no fee by rule, from which day, by whose decision."""

    list_display = ("source", "exam", "kind", "affiliation", "center", "valid_from", "valid_until")
    list_select_related = ("exam", "affiliation", "center")
    list_filter = ("kind", "exam")
    ordering = ("-valid_from", "pk")


@admin.register(TrainerRest)
class TrainerRestAdmin(DatedAdmin):
    """For how many months a trainer keeps away from the tests of those whom she trained."""

    list_display = ("skill", "months", "valid_from", "valid_until", "source")
    list_select_related = ("skill",)
    ordering = ("-valid_from", "pk")
