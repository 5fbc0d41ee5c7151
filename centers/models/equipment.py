"""Workstations, equipment, faults and readiness checks (guideline 6.4.8, C.4, 7.1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models.centers import Center, Room
from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only


class WorkstationQuerySet(BranchQuerySet):
    center_path = "room__center"


class Workstation(models.Model):
    """A numbered place with a computer in a laboratory; its number is the seat number of test sessions there."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="stations")
    number = models.PositiveSmallIntegerField(_("seat number"))
    asset = models.CharField(_("asset number"), max_length=60, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    objects = WorkstationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "number"],
                name="centers_workstations_are_numbered_once_in_a_room",
                violation_error_message=_("The room already has a workstation with this number."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="centers_workstation_numbers_begin_at_1"),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.number}"


class Equipment(models.Model):
    """A device or line of the center's register: projector, printer, switch, internet line ..."""

    class Condition(models.TextChoices):
        GOOD = "good", _("Good")
        WORN = "worn", _("Worn")
        BROKEN = "broken", _("Broken")
        GONE = "gone", _("Written off")

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="equipment")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("room"))
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=100)
    asset = models.CharField(_("asset number"), max_length=60, blank=True)
    bought_on = models.DateField(_("bought on"), null=True, blank=True)
    condition = models.CharField(_("condition"), max_length=10, choices=Condition, default=Condition.GOOD)
    note = models.TextField(_("note"), blank=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(condition__in=["good", "worn", "broken", "gone"]),
                name="centers_equipment_condition_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


class FaultQuerySet(BranchQuerySet):
    def within(self, access, permission):
        reach = access.reach(permission)
        if reach.nation:
            return self.all()
        station = Q(workstation__room__center__in=reach.centers) | Q(
            workstation__room__center__province__in=reach.provinces
        )
        device = Q(equipment__center__in=reach.centers) | Q(equipment__center__province__in=reach.provinces)
        return self.filter(station | device)


class Fault(models.Model):
    """Something is broken from one time until it is mended; an open fault closes the workstation's seat at once."""

    workstation = models.ForeignKey(
        Workstation, on_delete=models.PROTECT, null=True, blank=True, related_name="faults"
    )
    equipment = models.ForeignKey(
        Equipment, on_delete=models.PROTECT, null=True, blank=True, related_name="faults"
    )
    what = models.CharField(_("what is wrong"), max_length=300)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    mended_at = models.DateTimeField(null=True)
    remedy = models.CharField(_("how it was mended"), max_length=300, blank=True)

    objects = FaultQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(workstation__isnull=False, equipment__isnull=True)
                | Q(workstation__isnull=True, equipment__isnull=False),
                name="centers_a_fault_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(mended_at__isnull=True, mended_by__isnull=True)
                | Q(mended_at__isnull=False, mended_by__isnull=False),
                name="centers_a_fault_is_mended_by_someone_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ReadinessRule(models.Model):
    """What a workstation must reach to pass, and for how many days a pass holds. A new rule is a new row."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    valid_days = models.PositiveSmallIntegerField(_("a pass holds for (days)"), default=30)
    min_kbps = models.PositiveIntegerField(_("least network speed (kbit/s)"), default=2000)
    max_skew_ms = models.PositiveIntegerField(_("most the clock may be off (milliseconds)"), default=5000)
    min_width = models.PositiveSmallIntegerField(_("least width of the screen (pixels)"), default=1024)
    min_height = models.PositiveSmallIntegerField(_("least height of the screen (pixels)"), default=700)
    source = models.TextField(_("source"), blank=True)

    class Meta:
        verbose_name = _("readiness rule")
        verbose_name_plural = _("readiness rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_days__gte=1, valid_days__lte=366),
                name="centers_a_pass_holds_for_a_day_to_a_year",
                violation_error_message=_("A pass holds for 1 to 366 days."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.in_force_from}: {self.valid_days} days"


class ReadinessCheckQuerySet(BranchQuerySet):
    center_path = "workstation__room__center"


class ReadinessCheck(models.Model):
    """One check of a workstation, measured by its own browser or entered by hand. Never rewritten."""

    workstation = models.ForeignKey(Workstation, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_hand = models.BooleanField(default=False)
    kbps = models.PositiveIntegerField(null=True)
    skew_ms = models.IntegerField(null=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    audio = models.BooleanField(null=True)
    storage = models.BooleanField(null=True)
    browser = models.CharField(max_length=300, blank=True)
    passed = models.BooleanField()
    failures = models.JSONField(default=list)

    objects = ReadinessCheckQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["workstation", "-at"], name="checks_of_a_workstation")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.workstation} {self.at:%Y-%m-%d} {'pass' if self.passed else 'fail'}"
