"""Dates of a repeated plan that could not be: kept with what stood in their way, until they are taken or let go."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Room
from hcec.core.access import BranchQuerySet
from training.lifecycles import SKIPPED_DATE, SkippedStatus
from training.models.meetings import Meeting, Mode
from training.models.rounds import Round


class SkippedQuerySet(BranchQuerySet):
    center_path = "round__center"


class SkippedDate(models.Model):
    """A date as it was wanted. `meeting` is what came of it when it was taken after all."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="skipped_dates")
    mode = models.CharField(_("mode"), max_length=20, choices=Mode)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    minutes = models.PositiveSmallIntegerField(_("minutes that count"))
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="+")
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    why = models.CharField(_("what stood in its way"), max_length=300)
    status = models.CharField(max_length=20, choices=SkippedStatus, default=SkippedStatus.SKIPPED)
    meeting = models.OneToOneField(Meeting, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = SkippedQuerySet.as_manager()

    class Meta:
        verbose_name = _("skipped date")
        verbose_name_plural = _("skipped dates")
        constraints = [
            SKIPPED_DATE.constraint(),
            models.CheckConstraint(
                condition=Q(mode__in=["face_to_face", "virtual", "elearning"]),
                name="training_skipped_date_mode_is_known",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="training_skipped_dates_end_after_they_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(condition=~Q(why=""), name="training_a_skipped_date_says_why"),
            models.UniqueConstraint(
                fields=["round", "starts_at"], name="training_a_date_of_a_round_is_skipped_once"
            ),
        ]
        triggers = [SKIPPED_DATE.trigger()]

    def __str__(self) -> str:
        return f"{self.round} {self.starts_at:%Y-%m-%d %H:%M}"
