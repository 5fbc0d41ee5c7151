"""Curricula and courses in the back office: a new family or course is a row (guideline 5.1). Rounds are not edited here."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from centers.admin import resource_of
from centers.models import SkillArea
from hcec.accounts.admin_site import DatedAdmin, OfficeAdmin, ReferenceAdmin
from hcec.core.resources import SafeResource
from training.lti import keys
from training.models import (
    Course,
    Criterion,
    Curriculum,
    EligibilityRule,
    LicenceActivity,
    SpeakerRate,
    SurveyForm,
    SurveyItem,
    Tool,
    TrainerRule,
)
from training.models.rules import Demand

CURRICULUM = ("code", "name_th", "name_en", "clause", "sort_order", "provenance")


class CourseResource(SafeResource):
    """Courses by their code; curriculum and skill by theirs."""

    curriculum = Field("curriculum", "curriculum", ForeignKeyWidget(Curriculum, "code"))
    skill = Field("skill", "skill", ForeignKeyWidget(SkillArea, "code"))

    class Meta(SafeResource.Meta):
        model = Course
        import_id_fields = ("code",)
        fields = export_order = (
            *("code", "curriculum", "skill", "name_th", "name_en", "level_th", "level_en", "hours"),
            *(
                "min_attendance_percent",
                "requirements",
                "pass_percent",
                "activity_type",
                "description_th",
                "description_en",
                "active",
                "provenance",
            ),
        )


@admin.register(Curriculum)
class CurriculumAdmin(ReferenceAdmin):
    """The five families of the guideline, and what comes after them."""

    list_display = ("code", "name_th", "name_en", "clause", "sort_order")
    search_fields = ("code", "name_th", "name_en")
    ordering = ("sort_order", "pk")

    def get_resource_classes(self, request):
        return [resource_of(Curriculum, *CURRICULUM)]


@admin.register(Course)
class CourseAdmin(ReferenceAdmin):
    """Courses; one that is out of use keeps its rounds and can no longer be planned."""

    list_display = ("code", "name_th", "curriculum", "skill", "hours", "min_attendance_percent", "active")
    list_select_related = ("curriculum", "skill")
    list_filter = ("curriculum", "skill", "active")
    search_fields = ("code", "name_th", "name_en")
    ordering = ("code", "pk")
    autocomplete_fields = ("owner",)
    filter_horizontal = ("competencies", "prerequisites")
    resource_classes = (CourseResource,)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """What completing takes is ticked, not typed."""
        if db_field.name == "requirements":
            return forms.MultipleChoiceField(
                choices=Demand.choices, label=db_field.verbose_name, widget=forms.CheckboxSelectMultiple
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Criterion)
class CriterionAdmin(OfficeAdmin):
    """What a course is reviewed against; one that no longer counts gets a last day."""

    list_display = ("code", "text_th", "since", "until", "sort_order")
    ordering = ("sort_order", "pk")


@admin.register(LicenceActivity)
class LicenceActivityAdmin(OfficeAdmin):
    """The Teachers' Council's list of professional-development activities."""

    list_display = ("code", "name_th", "by_course")
    ordering = ("code", "pk")


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(DatedAdmin):
    """Who may enrol again. A new rule is a new row."""

    list_display = ("kind", "course", "skill", "value", "desk_may_waive", "valid_from", "valid_until")
    list_select_related = ("course", "skill")
    list_filter = ("kind", "skill")
    ordering = ("-valid_from", "pk")


class SurveyItemInline(admin.TabularInline):
    """The questions of one version; whoever may change the version may change them."""

    model = SurveyItem
    extra = 3
    can_delete = False
    fields = ("position", "about", "answer", "text_th", "text_en")

    def holds(self, request, obj=None):
        return request.access.can(SurveyFormAdmin.permission) and not (obj and obj.surveys.exists())

    has_add_permission = has_change_permission = holds

    def has_view_permission(self, request, obj=None):
        return request.access.can(SurveyFormAdmin.permission)


@admin.register(SurveyForm)
class SurveyFormAdmin(OfficeAdmin):
    """Versions of the questions after a course; one that was asked stands, and new words are a new version."""

    list_display = ("number", "since", "provenance")
    ordering = ("-number",)
    inlines = (SurveyItemInline,)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.surveys.exists())


@admin.register(Tool)
class ToolAdmin(OfficeAdmin):
    """Outside learning platforms that courses may open by LTI 1.3; client and deployment id are given to their makers."""

    list_display = ("name", "client_id", "active", "sends_name")
    readonly_fields = ("client_id", "deployment_id")
    ordering = ("name", "pk")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        keys.signing()  # its makers ask for the public half before anybody is launched


@admin.register(TrainerRule)
class TrainerRuleAdmin(OfficeAdmin):
    """Whether a trainer without a qualification is refused: one in force gets a last day and is followed by another."""

    list_display = ("skill", "refuses", "valid_from", "valid_until")
    list_select_related = ("skill",)
    ordering = ("skill__code", "-valid_from", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: TrainerRule | None = None) -> tuple[str, ...]:
        begun = obj is not None and obj.valid_from <= timezone.localdate()
        return ("skill", "refuses", "valid_from", "source") if begun else ()


@admin.register(SpeakerRate)
class SpeakerRateAdmin(OfficeAdmin):
    """What an hour of a speaker is paid at most: one in force gets a last day and is followed by another."""

    list_display = ("payee", "per_hour", "sure", "valid_from", "valid_until")
    ordering = ("payee", "-valid_from", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: SpeakerRate | None = None) -> tuple[str, ...]:
        begun = obj is not None and obj.valid_from <= timezone.localdate()
        return ("payee", "per_hour", "valid_from") if begun else ()
