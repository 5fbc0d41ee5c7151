"""A seat passed on to a colleague of the same school: who was asked, what she answered, and the booking it became (F6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from testing.lifecycles import SUBSTITUTION, SubstitutionStatus
from testing.models.bookings import Booking


class SubstitutionQuerySet(BranchQuerySet):
    center_path = "booking__session__center"


class Substitution(models.Model):
    """One colleague asked to take one seat. `person` is copied from the booking, so that the database can compare."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="substitutions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="substitutions"
    )
    status = models.CharField(
        _("state"), max_length=20, choices=SubstitutionStatus, default=SubstitutionStatus.ASKED
    )
    asked_at = models.DateTimeField(_("asked on"))
    answered_at = models.DateTimeField(null=True)
    got = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, related_name="substitute_for")

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat passed on")
        verbose_name_plural = _("seats passed on")
        constraints = [
            SUBSTITUTION.constraint(),
            models.CheckConstraint(
                condition=~Q(person=F("colleague")),
                name="testing_nobody_passes_a_seat_to_themself",
                violation_error_message=_("You have this seat already."),
            ),
            models.CheckConstraint(
                condition=Q(status="taken", got__isnull=False) | (~Q(status="taken") & Q(got__isnull=True)),
                name="testing_a_seat_that_was_taken_over_is_a_booking",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", answered_at__isnull=True)
                | (~Q(status="asked") & Q(answered_at__isnull=False)),
                name="testing_an_answer_of_a_colleague_has_a_moment",
            ),
            models.UniqueConstraint(
                fields=["booking"], condition=Q(status="taken"), name="testing_a_seat_is_passed_on_once"
            ),
            models.UniqueConstraint(
                fields=["booking", "colleague"],
                condition=Q(status="asked"),
                name="testing_a_colleague_is_asked_once_at_a_time",
                violation_error_message=_("You have asked her already."),
            ),
        ]
        triggers = [SUBSTITUTION.trigger()]

    def __str__(self) -> str:
        return f"{self.booking} · {self.get_status_display()}"
