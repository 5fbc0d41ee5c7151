"""Self check-in by a code that changes: who shows it at which meeting, and every try, also a refused one (G2)."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from training.models.meetings import Meeting


class DoorCodeQuerySet(BranchQuerySet):
    center_path = "meeting__round__center"


class DoorCode(models.Model):
    """A meeting whose people check themselves in. Its codes come from `serial`, the portal's key and the clock alone.

    `in_out`: they check in when they come and out when they go, and the time between counts.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="door_code")
    serial = models.UUIDField(default=uuid4, editable=False)
    in_out = models.BooleanField(_("check in and out"), default=False)
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = DoorCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code at the door")
        verbose_name_plural = _("codes at the door")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="training_door_codes_close_after_they_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.meeting)


class SelfScan(models.Model):
    """One try of a signed-in person. `device` is a digest that tells two people on one telephone, and nothing else."""

    class Outcome(models.TextChoices):
        IN = "in", _("Checked in")
        OUT = "out", _("Checked out")
        KNOWN = "known", _("Already on record")
        EXPIRED = "expired", _("The code was too old")
        WRONG = "wrong", _("The code was wrong")
        BLOCKED = "blocked", _("Too many wrong codes")
        NO_PLACE = "no_place", _("No place in the round")
        OWN = "own", _("Shows the code herself")
        OUTSIDE = "outside", _("Not at the time of the meeting")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="self_scans")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome)
    device = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("self check-in")
        verbose_name_plural = _("self check-ins")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        *("in", "out", "known", "expired", "wrong", "blocked", "no_place", "own", "outside")
                    ]
                ),
                name="training_self_scan_outcome_is_known",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person", "outcome"],
                condition=Q(outcome__in=["in", "out"]),
                name="training_a_person_checks_in_and_out_once_a_meeting",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "at"], name="self_scans_of_a_meeting")]
        triggers = [*append_only()]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.person_id} {self.outcome}"
