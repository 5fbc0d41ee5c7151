"""Committees and appointments. An appointment is the role: there is no other (guideline section 6, appendices P and C)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Province
from committees.models.posts import Tenure
from committees.models.terms import TERM
from hcec.core.access import BranchQuerySet
from hcec.core.db import IdRange


class Level(models.TextChoices):
    MINISTRY = "ministry", _("Ministry")
    OBEC = "obec", _("OBEC")
    PROVINCE = "province", _("Province")
    CENTER = "center", _("Center")


class Position(models.TextChoices):
    """The seats of the guideline: ministry and OBEC, the provincial structure (P.0) and the center's (C.0)."""

    MINISTRY_MEMBER = "ministry_member", _("Ministry committee member")
    OBEC_MEMBER = "obec_member", _("OBEC committee member")
    OBEC_OFFICER = "obec_officer", _("OBEC officer")
    AREA_DIRECTOR = "area_director", _("Director of the secondary area")
    PRIMARY_DIRECTOR = "primary_director", _("Director of a primary area")
    AREA_DEPUTY = "area_deputy", _("Deputy area director")
    DEVELOPMENT_HEAD = "development_head", _("Head of the teacher-development group")
    SUPERVISOR = "supervisor", _("Supervisor")
    PERSONNEL_OFFICER = "personnel_officer", _("Personnel officer")
    AREA_ICT = "area_ict", _("Area ICT officer")
    PROVINCE_SECRETARY = (
        "province_secretary",
        _("Secretary (director of a host school)"),
    )
    PROVINCE_OTHER = "province_other", _("Other provincial member")
    SCHOOL_DIRECTOR = "school_director", _("Director of the host school")
    DEPUTY_DIRECTOR = "deputy_director", _("Deputy director (academic)")
    CENTER_SUPERVISOR = "center_supervisor", _("Supervisor in charge of the center")
    CENTER_MANAGER = "center_manager", _("Center manager")
    ICT_OFFICER = "ict_officer", _("ICT officer")
    CLERK = "clerk", _("Clerk")
    CENTER_OTHER = "center_other", _("Other center member")


class CommitteeQuerySet(BranchQuerySet):
    def within(self, access, permission):
        """A committee belongs to its center or its province; the two national ones to the nation."""
        reach = access.reach(permission)
        if reach.nation:
            return self.all()
        return self.filter(
            Q(center__in=reach.centers)
            | Q(center__province__in=reach.provinces)
            | Q(province__in=reach.provinces)
        )


class Committee(models.Model):
    """One committee: the ministry's, OBEC's, a province's or a center's."""

    level = models.CharField(max_length=10, choices=Level)
    province = models.OneToOneField(
        Province,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="committee",
    )
    center = models.OneToOneField(
        Center,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="committee",
    )

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    level__in=["ministry", "obec"],
                    province__isnull=True,
                    center__isnull=True,
                )
                | Q(level="province", province__isnull=False, center__isnull=True)
                | Q(level="center", province__isnull=True, center__isnull=False),
                name="committees_stand_at_the_place_of_their_level",
            ),
            models.UniqueConstraint(
                fields=["level"],
                condition=Q(level__in=["ministry", "obec"]),
                name="committees_of_the_nation_are_one_a_level",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        if self.center:
            return gettext("Committee of %(place)s") % {"place": self.center.name}
        if self.province:
            return gettext("Committee of %(place)s province") % {"place": self.province.name}
        return gettext("Ministry committee") if self.level == Level.MINISTRY else gettext("OBEC committee")


class AppointmentQuerySet(models.QuerySet):
    def current(self, on):
        """Appointments in force on a date (both ends included)."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Appointment(models.Model):
    """A person in a seat of a committee from one date to another, by an order with number and date."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="appointments")
    position = models.CharField(_("position"), max_length=30, choices=Position)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    order_number = models.CharField(_("order number"), max_length=100)
    order_date = models.DateField(_("order date"))
    order_document = models.FileField(_("order (PDF)"), upload_to="orders/%Y", blank=True)
    acting = models.BooleanField(_("acting holder"), default=False)
    # Not in the holder's stead but by her delegation: papers say ปฏิบัติราชการแทน instead of รักษาราชการแทน.
    on_behalf = models.BooleanField(_("by delegation"), default=False, db_default=False)
    # Set where the seat follows a post: it begins and ends with the tenure.
    tenure = models.ForeignKey(
        Tenure, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )

    # Who wrote it down here; nobody for what came with a list.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            # A seat that follows a post was given with the post, by whoever filled that.
            models.CheckConstraint(
                condition=Q(entered_by__isnull=True) | Q(tenure__isnull=False) | ~Q(entered_by=F("person")),
                name="committees_nobody_appoints_themself",
                violation_error_message=_(
                    "Nobody appoints themself: somebody else who may appoint has to enter this order."
                ),
            ),
            models.CheckConstraint(
                condition=Q(acting=False) | Q(ends_on__isnull=False),
                name="committees_an_acting_holder_acts_until_a_day",
                violation_error_message=_("Somebody who acts for another does so until a stated day."),
            ),
            models.CheckConstraint(
                condition=Q(on_behalf=False) | Q(acting=True),
                name="committees_only_an_acting_holder_acts_by_delegation",
                violation_error_message=_("Only an acting holder acts by delegation."),
            ),
            models.CheckConstraint(
                condition=Q(acting=False) | Q(tenure__isnull=True),
                name="committees_an_acting_holder_follows_no_post",
            ),
            models.CheckConstraint(
                condition=Q(position__in=Position.values),
                name="committees_appointment_position_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="committees_appointment_ends_after_it_starts",
                violation_error_message=_("The last day must not come before the first."),
            ),
            ExclusionConstraint(
                name="committees_a_person_holds_a_seat_once_at_a_time",
                expressions=[
                    (IdRange(F("person_id")), RangeOperators.OVERLAPS),
                    (IdRange(F("committee_id")), RangeOperators.OVERLAPS),
                    (TERM, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already sits on this committee in that period."),
            ),
            ExclusionConstraint(
                name="committees_have_one_secretary_at_a_time",
                # A center's manager is its committee's secretary (C.3), a host school's director the province's (C.1).
                condition=Q(position__in=["center_manager", "province_secretary"], acting=False),
                expressions=[
                    (IdRange(F("committee_id")), RangeOperators.OVERLAPS),
                    (TERM, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The committee already has its secretary in that period."),
            ),
        ]
        indexes = [models.Index(fields=["person", "starts_on"], name="appointments_of_a_person")]

    def __str__(self) -> str:
        return f"{self.seat_name}, {self.committee}"

    @property
    def seat_name(self) -> str:
        """The seat as papers name it: an acting holder is always called one."""
        seat = self.get_position_display()
        return gettext("%(seat)s (acting)") % {"seat": seat} if self.acting else str(seat)
