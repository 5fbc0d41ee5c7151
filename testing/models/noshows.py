"""Appeals of somebody marked absent: her words, and another person's decision whether the absence counts (F6)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from testing.lifecycles import NO_SHOW, NoShowStatus
from testing.models.bookings import Booking


class NoShowAppealQuerySet(BranchQuerySet):
    center_path = "booking__session__center"


class NoShowAppeal(models.Model):
    """Why somebody was not there, or that she was. An excused absence counts nowhere.

    `person` and `marked_by` are copied from the booking, so that the database can say who may not decide.
    """

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="no_show_appeal")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="no_show_appeals"
    )
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    asked_at = models.DateTimeField(_("sent on"))
    status = models.CharField(_("state"), max_length=20, choices=NoShowStatus, default=NoShowStatus.ASKED)
    answer = models.TextField(_("answer"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = NoShowAppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal of an absence")
        verbose_name_plural = _("appeals of absences")
        constraints = [
            NO_SHOW.constraint(),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("marked_by")) & ~Q(decided_by=F("person")),
                name="testing_nobody_decides_on_an_absence_they_marked_or_had",
                violation_error_message=_("Whoever marked the absence does not decide on the appeal."),
            ),
            models.CheckConstraint(
                condition=Q(status="asked", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="asked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="testing_appeals_of_absences_are_decided_by_someone_at_a_time",
            ),
        ]
        triggers = [NO_SHOW.trigger()]

    def __str__(self) -> str:
        return f"{self.booking} · {self.get_status_display()}"
