"""Orders that appoint several people to one committee: drafted here, signed on paper, and then in force."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.lifecycles import APPOINTMENT_ORDER, OrderStatus
from committees.models.seats import Appointment, Committee, Position

WHO = settings.AUTH_USER_MODEL


class AppointmentOrder(models.Model):
    """A คำสั่งแต่งตั้ง: who issues it, why, who signs; its number and date come with the signature."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="orders")
    issuer = models.CharField(_("issued by (office)"), max_length=200)
    subject = models.CharField(_("subject"), max_length=300)
    preamble = models.TextField(_("reason and authority"))
    signatory = models.CharField(_("who signs"), max_length=200)
    signatory_post = models.CharField(_("post of who signs"), max_length=300)
    number = models.CharField(_("order number"), max_length=100, blank=True)
    dated_on = models.DateField(_("order date"), null=True, blank=True)
    document = models.FileField(_("the signed order (PDF or picture)"), upload_to="orders/%Y", blank=True)
    status = models.CharField(max_length=20, choices=OrderStatus, default=OrderStatus.DRAFT)
    drafted_by = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    signed_by = models.ForeignKey(WHO, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            APPOINTMENT_ORDER.constraint(),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="committees_order_is_signed_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=OrderStatus.SIGNED)
                | (~Q(number="") & Q(dated_on__isnull=False, signed_at__isnull=False)),
                name="committees_signed_order_has_number_and_date",
            ),
        ]
        triggers = [APPOINTMENT_ORDER.trigger()]
        indexes = [models.Index(fields=["committee", "drafted_at"], name="orders_of_a_committee")]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}".strip()


class OrderLine(models.Model):
    """One appointment of an order; `appointment` is there once the order is signed."""

    order = models.ForeignKey(AppointmentOrder, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(WHO, on_delete=models.PROTECT, related_name="+")
    position = models.CharField(_("position"), max_length=30, choices=Position)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    acting = models.BooleanField(_("acting holder"), default=False)
    on_behalf = models.BooleanField(_("by delegation"), default=False, db_default=False)
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, null=True, related_name="order_line"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(position__in=Position.values), name="committees_order_line_position_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="committees_order_line_ends_after_it_starts",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.UniqueConstraint(
                fields=["order", "person"],
                name="committees_an_order_names_a_person_once",
                violation_error_message=_("This person stands in the order already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.seat_name}"

    @property
    def seat_name(self) -> str:
        """The seat as the order names it."""
        return Appointment(position=self.position, acting=self.acting).seat_name
