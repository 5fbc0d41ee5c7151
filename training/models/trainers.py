"""Trainers of a center and the meetings they teach; nobody teaches in two places at a time (guideline 3.1)."""

from datetime import date
from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from centers.models.calendar import DateRange
from hcec.core.access import BranchQuerySet
from hcec.core.db import IdRange, TsTzRange
from training.models.courses import hours_text
from training.models.meetings import Meeting


class TrainerQuerySet(BranchQuerySet):
    def choosable(self, today: date) -> "TrainerQuerySet":
        """Those who may be chosen for dates to come: their last day lies ahead, or none is set."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=today))


class Trainer(models.Model):
    """A person who trains for a center, from one day on; `until` is her last day there, which a renewal puts off."""

    class Kind(models.TextChoices):
        CORE = "core", _("Core trainer")
        MASTER = "master", _("Master trainer")
        SPEAKER = "speaker", _("Guest speaker")

    class Lends(models.TextChoices):
        """From where she may be asked for as a substitute."""

        OWN = "own", _("Only her own center")
        PROVINCE = "province", _("Centers of the province")
        NATION = "nation", _("Any center")

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="trainers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trainer_rows"
    )
    kind = models.CharField(_("kind of trainer"), max_length=20, choices=Kind, default=Kind.CORE)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    lends = models.CharField(_("may be asked for by"), max_length=10, choices=Lends, default=Lends.OWN)
    reminded_on = models.DateField(null=True, editable=False)

    objects = TrainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer")
        verbose_name_plural = _("trainers")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["core", "master", "speaker"]), name="training_trainer_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(lends__in=["own", "province", "nation"]), name="training_trainer_lends_is_known"
            ),
            # Half open: who ended today may begin anew today.
            ExclusionConstraint(
                name="training_a_person_is_a_centers_trainer_once",
                expressions=[
                    (IdRange(F("center_id")), RangeOperators.OVERLAPS),
                    (IdRange(F("person_id")), RangeOperators.OVERLAPS),
                    (DateRange("since", "until", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person is already a trainer of the center."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="training_trainers_end_after_they_begin",
                violation_error_message=_("The end must come after the start."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def led_hours(self) -> str:
        """The hours led this term, as `queries.trainers.with_load` counted their minutes."""
        return hours_text(Decimal(self.led_minutes) / 60)  # type: ignore[attr-defined]  # annotated


class Teaching(models.Model):
    """A person teaching a meeting. The hours are a copy that follows the meeting's (a foreign key of the migration).

    `busy` is false for e-learning, which has no hour of its own, and for rounds that were called off.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="teachings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="teachings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    busy = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("teaching")
        verbose_name_plural = _("teachings")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], name="training_a_trainer_is_named_once_a_meeting"
            ),
            ExclusionConstraint(
                name="training_a_trainer_is_in_one_place_at_a_time",
                condition=Q(busy=True),
                expressions=[
                    (IdRange(F("person_id")), RangeOperators.OVERLAPS),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This trainer already teaches elsewhere at that time."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
