"""Every code that was scanned or typed at a desk, also those refused (G1), and decisions on those made without network."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from testing.models.bookings import Booking
from testing.models.sessions import Session


class Outcome(models.TextChoices):
    """What became of a scan; each refusal has its sentence and what to do next in `testing/scan_words.py`."""

    IN = "in", _("Let in")
    NOT_CODE = "not_code", _("No booking code")
    UNKNOWN = "unknown", _("Unknown code")
    OTHER_CENTER = "other_center", _("Another center")
    OTHER_DAY = "other_day", _("Another day")
    OTHER_SESSION = "other_session", _("Another session of this day")
    CANCELLED = "cancelled", _("Booking cancelled")
    LAPSED = "lapsed", _("Waiting list ended")
    WAITING = "waiting", _("On the waiting list, no seat")
    ALREADY = "already", _("In already")
    EARLY = "early", _("Desk not open yet")
    OVER = "over", _("Test over")
    CONFIRMED = "confirmed", _("Attendance already confirmed")
    CALLED_OFF = "called_off", _("Session called off")
    SEAT_CLOSED = "seat_closed", _("Seat out of order")
    UNPAID = "unpaid", _("Fee unpaid")
    OWN = "own", _("One's own booking")
    OTHER = "other", _("Refused for another reason")


class ScanQuerySet(BranchQuerySet):
    center_path = "session__center"

    def conflicts(self) -> "ScanQuerySet":
        """Made without network, refused when they were merged, and decided by nobody yet."""
        return self.filter(device_key__isnull=False, decision__isnull=True).exclude(outcome=Outcome.IN)


class Scan(models.Model):
    """One code at one desk. `device_key` and `device_at` come from a device that had no network then."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="scans")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, null=True, related_name="scans")
    typed = models.CharField(_("what was read"), max_length=200)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    device_key = models.UUIDField(null=True, unique=True)
    device_at = models.DateTimeField(null=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="testing_the_outcome_of_a_scan_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="in") | Q(booking__isnull=False), name="testing_who_is_let_in_has_booked"
            ),
            models.CheckConstraint(
                condition=Q(device_key__isnull=True, device_at__isnull=True)
                | Q(device_key__isnull=False, device_at__isnull=False),
                name="testing_a_scan_without_network_says_when",
            ),
        ]
        indexes = [models.Index(fields=["session", "-at"], name="scans_of_a_session")]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.typed} {self.get_outcome_display()}"


class ScanDecision(models.Model):
    """What a person decided about a scan that was made without network and refused when it was merged."""

    scan = models.OneToOneField(Scan, on_delete=models.PROTECT, related_name="decision")
    words = models.CharField(_("what was decided"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision on a scan")
        verbose_name_plural = _("decisions on scans")
        triggers = append_only()

    def __str__(self) -> str:
        return self.words
