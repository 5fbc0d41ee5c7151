"""The 185 centers and their rooms (guideline 1.a)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.lifecycles import CENTER, CenterStatus
from centers.models.places import Named, Province, School, ServiceArea
from hcec.core.access import BranchQuerySet
from hcec.core.thai import ThaiSort


class CenterQuerySet(BranchQuerySet):
    center_path = "self"


class Center(Named):
    """A Human Capital Excellence Center. `host_verified` is false where the host school is only a placeholder."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="centers", verbose_name=_("province")
    )
    number = models.PositiveSmallIntegerField(_("number in the province"))
    host_school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="centers",
        verbose_name=_("host school"),
    )
    host_area = models.ForeignKey(
        ServiceArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_centers",
        verbose_name=_("host area"),
    )
    areas_served = models.ManyToManyField(ServiceArea, related_name="centers", verbose_name=_("areas served"))
    host_verified = models.BooleanField(_("host confirmed"), default=False)
    provenance = models.TextField(_("where this row comes from"), blank=True)
    former_eric = models.CharField(_("former ERIC center"), max_length=200, blank=True)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    status = models.CharField(_("state"), max_length=20, choices=CenterStatus, default=CenterStatus.OPEN)
    name_sort = models.GeneratedField(
        expression=ThaiSort("name_th"), output_field=ThaiSort.field(), db_persist=True
    )

    objects = CenterQuerySet.as_manager()

    class Meta:
        verbose_name = _("center")
        verbose_name_plural = _("centers")
        constraints = [
            CENTER.constraint(),
            models.UniqueConstraint(
                fields=["province", "number"], name="centers_are_numbered_once_in_a_province"
            ),
            models.CheckConstraint(
                condition=Q(host_verified=False) | Q(host_school__isnull=False),
                name="centers_confirmed_host_is_a_school",
                violation_error_message=_("A confirmed host must be a school."),
            ),
        ]
        triggers = [CENTER.trigger()]

    @property
    def public_name(self) -> str:
        """The name a public page may show: never a placeholder school as if it were the confirmed host."""
        if self.host_verified:
            return self.name
        return _("HCEC center %(number)s, %(province)s") % {
            "number": self.number,
            "province": self.province.name,
        }


class RoomQuerySet(BranchQuerySet):
    center_path = "center"


class Room(Named):
    """A room or laboratory of a center. `seats` is how many people a test or round may seat."""

    class Kind(models.TextChoices):
        LAB = "lab", _("Computer laboratory")
        CLASSROOM = "classroom", _("Classroom")
        HALL = "hall", _("Hall")

    class Power(models.TextChoices):
        MAINS = "mains", _("Mains only")
        UPS = "ups", _("Battery backup (UPS)")
        GENERATOR = "generator", _("Battery backup and generator")

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="rooms")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.LAB)
    seats = models.PositiveSmallIntegerField(_("seats"), default=40)
    workstations = models.PositiveSmallIntegerField(_("workstations"), default=0)
    accessible = models.BooleanField(_("step-free access"), default=False)
    spacing_cm = models.PositiveSmallIntegerField(
        _("distance between seats (centimetres)"), null=True, blank=True
    )
    power = models.CharField(_("power supply"), max_length=20, choices=Power, blank=True)
    network = models.CharField(_("network line"), max_length=100, blank=True)
    network_mbps = models.PositiveIntegerField(_("network speed (Mbit/s)"), null=True, blank=True)
    active = models.BooleanField(_("in use"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["center", "name_th"], name="centers_room_names_are_once_in_a_center"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["lab", "classroom", "hall"]), name="centers_room_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(power__in=["", "mains", "ups", "generator"]), name="centers_room_power_is_known"
            ),
            models.CheckConstraint(
                condition=Q(spacing_cm__isnull=True) | Q(spacing_cm__gte=30, spacing_cm__lte=500),
                name="centers_room_spacing_is_possible",
                violation_error_message=_("Seats stand between 30 and 500 centimetres apart."),
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=2000),
                name="centers_room_has_seats",
                violation_error_message=_("A room has between 1 and 2,000 seats."),
            ),
        ]


class RoomClosure(models.Model):
    """A time in which a room is shut; it occupies the room through a reservation like anything else."""

    reservation = models.OneToOneField(
        "centers.Reservation", on_delete=models.PROTECT, related_name="closure"
    )
    reason = models.CharField(_("reason"), max_length=200)

    def __str__(self) -> str:
        return self.reason
