"""Rows of an uploaded table of results that match nobody: parked with their file until a person settles them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from testing.lifecycles import PARKED, ParkedStatus
from testing.models.bookings import Booking
from testing.models.results import ResultSheet


class ParkedRowQuerySet(BranchQuerySet):
    center_path = "sheet__session__center"


class ParkedRow(models.Model):
    """One row as it was read, why it matched nobody, and what somebody made of it."""

    sheet = models.ForeignKey(ResultSheet, on_delete=models.PROTECT, related_name="parked")
    number = models.PositiveIntegerField(_("row"))
    texts = models.JSONField()
    why = models.TextField(_("why it matched nobody"))
    status = models.CharField(max_length=20, choices=ParkedStatus, default=ParkedStatus.PARKED)
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, null=True, related_name="parked_rows", db_constraint=True
    )
    reason = models.TextField(_("reason"), blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    objects = ParkedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("parked row of results")
        verbose_name_plural = _("parked rows of results")
        constraints = [
            PARKED.constraint(),
            models.UniqueConstraint(fields=["sheet", "number"], name="testing_a_row_is_parked_once"),
            models.CheckConstraint(
                condition=Q(status="parked", settled_by__isnull=True, settled_at__isnull=True)
                | (
                    ~Q(status="parked")
                    & Q(settled_by__isnull=False, settled_at__isnull=False, reason__regex=r"\S")
                ),
                name="testing_parked_rows_are_settled_by_someone_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status="matched", booking__isnull=False)
                | (~Q(status="matched") & Q(booking__isnull=True)),
                name="testing_only_a_matched_row_has_a_booking",
            ),
        ]
        triggers = [PARKED.trigger()]

    def __str__(self) -> str:
        return f"{self.sheet_id}.{self.number}"
