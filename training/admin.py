"""Curricula and courses in the back office: a new family or course is a row (guideline 5.1). Rounds are not edited here."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from import_export.fields import Field
from import_export.widgets import ForeignKeyWidget

from centers.admin import resource_of
from centers.models import SkillArea
from hcec.accounts.admin_site import OfficeAdmin, ReferenceAdmin
from hcec.core.resources import SafeResource
from training.models import Course, Criterion, Curriculum, LicenceActivity, SpeakerRate, TrainerRule

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
