"""Posts at schools and service areas, and who holds them when: the seats of appendices P.0 and C.0 follow them."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import School, ServiceArea
from committees.models.terms import TERM
from hcec.core.access import Access, BranchQuerySet, Permission
from hcec.core.db import IdRange


class PostKind(models.TextChoices):
    """What the guideline's ex-officio members are outside the committees."""

    SCHOOL_DIRECTOR = "school_director", _("Director of a school")
    SCHOOL_DEPUTY = "school_deputy", _("Deputy director (academic) of a school")
    SCHOOL_SUPERVISOR = "school_supervisor", _("Supervisor in charge of a school")
    AREA_DIRECTOR = "area_director", _("Director of a service area")
    AREA_DEPUTY = "area_deputy", _("Deputy director of a service area")
    DEVELOPMENT_HEAD = "development_head", _("Head of a teacher-development group")
    AREA_SUPERVISOR = "area_supervisor", _("Supervisor of a service area")
    PERSONNEL_OFFICER = "personnel_officer", _("Personnel officer of a service area")
    AREA_ICT = "area_ict", _("ICT officer of a service area")


AT_SCHOOLS = (PostKind.SCHOOL_DIRECTOR, PostKind.SCHOOL_DEPUTY, PostKind.SCHOOL_SUPERVISOR)
NAMES = {
    PostKind.SCHOOL_DIRECTOR: _("Director of %(place)s"),
    PostKind.SCHOOL_DEPUTY: _("Deputy director (academic) of %(place)s"),
    PostKind.SCHOOL_SUPERVISOR: _("Supervisor in charge of %(place)s"),
    PostKind.AREA_DIRECTOR: _("Director, %(place)s"),
    PostKind.AREA_DEPUTY: _("Deputy director, %(place)s"),
    PostKind.DEVELOPMENT_HEAD: _("Head of the teacher-development group, %(place)s"),
    PostKind.AREA_SUPERVISOR: _("Supervisor, %(place)s"),
    PostKind.PERSONNEL_OFFICER: _("Personnel officer, %(place)s"),
    PostKind.AREA_ICT: _("ICT officer, %(place)s"),
}


class PostQuerySet(BranchQuerySet):
    def within(self, access: Access, permission: Permission) -> "PostQuerySet":
        """Posts of one's provinces, and of the schools that host one's centers."""
        reach = access.reach(permission)
        if reach.nation:
            return self.all()
        areas = ServiceArea.objects.filter(provinces__in=reach.provinces)
        hosts = School.objects.filter(Q(centers__in=reach.centers) | Q(centers__province__in=reach.provinces))
        return self.filter(Q(school__in=hosts) | Q(school__province__in=reach.provinces) | Q(area__in=areas))


class Post(models.Model):
    """One post with one holder at a time. Offices with several people of a kind number their posts (เลขที่ตำแหน่ง)."""

    kind = models.CharField(_("post"), max_length=20, choices=PostKind)
    number = models.CharField(_("post number"), max_length=20, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    area = models.ForeignKey(
        ServiceArea, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AT_SCHOOLS, school__isnull=False, area__isnull=True)
                | Q(
                    kind__in=[kind for kind in PostKind.values if kind not in AT_SCHOOLS],
                    school__isnull=True,
                    area__isnull=False,
                ),
                name="committees_a_post_stands_at_a_school_or_an_area",
                violation_error_message=_("A post stands at one school or at one service area."),
            ),
            models.UniqueConstraint(
                fields=["kind", "number", "school", "area"],
                nulls_distinct=False,
                name="committees_a_post_is_listed_once",
                violation_error_message=_("This post is listed already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Any:
        """The school or the area at which it stands."""
        return self.school or self.area

    @property
    def name(self) -> str:
        words = str(NAMES[PostKind(self.kind)]) % {"place": self.place.name}
        return (
            str(_("%(post)s (no. %(number)s)") % {"post": words, "number": self.number})
            if self.number
            else words
        )


class TenureQuerySet(models.QuerySet):
    def current(self, on):
        """Tenures of a date (both ends included)."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Tenure(models.Model):
    """A person holds a post from one day to another, by an order with number and date."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tenures")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    order_number = models.CharField(_("order number"), max_length=100)
    order_date = models.DateField(_("order date"))
    order_document = models.FileField(_("order (PDF)"), upload_to="orders/%Y", blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="committees_tenure_ends_after_it_starts",
                violation_error_message=_("The last day must not come before the first."),
            ),
            ExclusionConstraint(
                name="committees_a_post_has_one_holder_at_a_time",
                expressions=[
                    (IdRange(F("post_id")), RangeOperators.OVERLAPS),
                    (TERM, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Somebody else holds this post in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"
