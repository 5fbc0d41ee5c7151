"""What becomes of minutes: each line is confirmed or corrected, and what was approved may be published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models.seats import Appointment
from committees.models.sittings import AgendaItem, Sitting


class Reading(models.Model):
    """One word on one line of minutes at one version of its text: a member's, or that of the approving meeting.

    Empty `asks` confirms that text; otherwise it says what is to be corrected, until the secretary settles it.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="readings")
    version = models.PositiveIntegerField()
    member = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_in = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, related_name="+")
    asks = models.TextField(_("what is to be corrected"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False, confirmed_in__isnull=True)
                | Q(member__isnull=True, confirmed_in__isnull=False, asks=""),
                name="committees_a_line_is_read_by_a_member_or_confirmed_by_a_meeting",
            ),
            models.UniqueConstraint(
                fields=["item", "version", "member"],
                condition=Q(asks=""),
                name="committees_a_member_confirms_a_text_once",
            ),
            models.UniqueConstraint(
                fields=["item", "version", "confirmed_in"],
                name="committees_a_meeting_confirms_a_text_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, answer="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(asks="")),
                name="committees_a_correction_is_settled_by_someone_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.asks or f"{self.item_id} v{self.version}"


class Publication(models.Model):
    """Approved minutes stand open to the public from one time until they are taken back for a reason."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(_("why it was withdrawn"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting"],
                condition=Q(withdrawn_at__isnull=True),
                name="committees_minutes_are_published_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, reason__regex=r"\S"),
                name="committees_published_minutes_are_withdrawn_for_a_reason",
                violation_error_message=_("Say why the minutes are withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting} {self.published_at:%Y-%m-%d}"

    @property
    def open(self) -> bool:
        """Whether anybody may read the minutes now."""
        return self.withdrawn_at is None
