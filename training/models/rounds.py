"""Training rounds and their seats (guideline 6.4.6)."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from centers.models.audience import ForAudience
from committees.models import Level
from hcec.core.access import BranchQuerySet
from training.lifecycles import ROUND, RoundStatus
from training.models.courses import Course, hours_text
from training.models.rules import Rule

# Nobody's completion is decided while what it rests on is contested by the person herself.
NO_OBJECTION_IS_OPEN = """
    PERFORM 1 FROM training_objection o JOIN training_attendance a ON a.id = o.attendance_id
     WHERE a.round_id = NEW.id AND o.status = 'objected';
    IF FOUND THEN
        RAISE EXCEPTION 'training_completions_wait_for_open_objections' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class HeadApproval(models.TextChoices):
    """Whether the head of a teacher's school is asked when she enrols herself, and what follows when nobody answers."""

    NONE = "", _("Not asked for")
    LAPSE = "lapse", _("Asked for; without an answer the request lapses")
    PASS_UP = "pass_up", _("Asked for; without an answer it goes up to the service area")


class RoundQuerySet(BranchQuerySet):
    center_path = "center"


class Round(ForAudience, Rule):
    """One run of a course at a center. `starts_at` and `ends_at` are those of its first and last meeting.

    `wait_seq` is the last number given out on the waiting list; it moves only under the lock of this row and no
    number is used twice. `number` counts the rounds of a course at a center in a fiscal year (Buddhist era).
    """

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="rounds")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="rounds")
    # What the course promised when the round was planned, its rule of completion among it: a later version of the course
    # changes nothing here.
    course_version = models.PositiveSmallIntegerField(editable=False)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, editable=False)
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    number = models.PositiveSmallIntegerField(_("round"))
    name = models.CharField(_("name of the round"), max_length=150, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    opens_at = models.DateTimeField(_("enrolment opens"))
    closes_at = models.DateTimeField(_("enrolment closes"))
    cancel_until = models.DateTimeField(_("cancel until"))
    conditions = models.TextField(_("what to know before coming"), blank=True)
    # Holders of a seat of a committee of one of these levels on the first day; empty: anybody of the audience (6.2.4).
    audience_committees = ArrayField(
        models.CharField(max_length=10, choices=Level),
        default=list,
        blank=True,
        verbose_name=_("only members of committees"),
    )
    head_approval = models.CharField(
        _("approval of the school head"), max_length=10, choices=HeadApproval, blank=True, default=""
    )
    status = models.CharField(max_length=20, choices=RoundStatus, default=RoundStatus.DRAFT)
    wait_seq = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Two presses of the form that planned it are one round; empty where it was planned without a form.
    idempotency_key = models.UUIDField(null=True, unique=True, editable=False)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    finalised_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True)
    called_off_reason = models.TextField(blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta(ForAudience.Meta):
        abstract = False
        verbose_name = _("training round")
        verbose_name_plural = _("training rounds")
        constraints = [
            *ForAudience.Meta.constraints,
            *Rule.Meta.constraints,
            ROUND.constraint(),
            models.UniqueConstraint(
                fields=["center", "course", "fiscal_year", "number"],
                name="training_rounds_of_a_year_are_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(audience_committees__contained_by=["ministry", "obec", "province", "center"]),
                name="training_rounds_name_known_committees",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="training_rounds_end_after_they_start",
                violation_error_message=_("The end must come after the start."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="training_enrolment_closes_after_it_opens",
                violation_error_message=_("Enrolment must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(closes_at__lte=F("starts_at"), cancel_until__lte=F("starts_at")),
                name="training_enrolment_ends_before_the_first_meeting",
                violation_error_message=_(
                    "Enrolling and cancelling must end before the first meeting starts."
                ),
            ),
            models.CheckConstraint(
                condition=Q(head_approval__in=["", "lapse", "pass_up"]),
                name="training_what_a_round_asks_of_heads_is_known",
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=2000),
                name="training_rounds_have_seats",
                violation_error_message=_("A round has between 1 and 2,000 seats."),
            ),
            models.CheckConstraint(
                condition=Q(status="finalised", finalised_at__isnull=False, finalised_by__isnull=False)
                | (~Q(status="finalised") & Q(finalised_at__isnull=True, finalised_by__isnull=True)),
                name="training_completions_are_decided_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="called_off", called_off_at__isnull=False, called_off_by__isnull=False)
                    & ~Q(called_off_reason="")
                )
                | (
                    ~Q(status="called_off")
                    & Q(called_off_at__isnull=True, called_off_by__isnull=True, called_off_reason="")
                ),
                name="training_rounds_are_called_off_by_someone_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "starts_at", "id"], name="rounds_by_status_and_day"),
            models.Index(fields=["center", "starts_at"], name="rounds_of_a_center"),
        ]
        triggers = [
            ROUND.trigger(),
            pgtrigger.Trigger(
                name="no_objection_is_open",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("status"),
                condition=pgtrigger.Condition("NEW.status = 'finalised' AND OLD.status <> 'finalised'"),
                func=NO_OBJECTION_IS_OPEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.label}"

    @property
    def hours_text(self) -> str:
        """12, or 7.5: no more decimals than there are."""
        return hours_text(self.hours)

    @property
    def label(self) -> str:
        """Which run of the course it is: Round 2/2569, and its own name where it has one."""
        label = gettext("Round %(number)s/%(year)s") % {"number": self.number, "year": self.fiscal_year}
        return f"{label} {self.name}".strip()

    @property
    def committee_labels(self) -> list[str]:
        """The levels of the committees for whose members it is, as words."""
        return [str(level.label) for level in Level if level in self.audience_committees]

    def window(self, at: datetime) -> str:
        """Where the enrolment window stands: "early", "open" or "over" (always "over" once it was closed)."""
        if self.status != RoundStatus.OPEN or at >= self.closes_at:
            return "over"
        return "early" if at < self.opens_at else "open"


class Seat(models.Model):
    """A seat of a round. One more person than seats would need one more of these rows; nothing here counts."""

    pk = models.CompositePrimaryKey("round_id", "number")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="seat_rows", db_index=False)
    number = models.PositiveSmallIntegerField(_("seat"))
    # The migration's foreign key over (round, pool) says that the pool is of the seat's own round.
    pool = models.ForeignKey(
        "SeatPool", on_delete=models.PROTECT, null=True, related_name="seats", db_constraint=False
    )

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="training_seats_are_numbered_from_one")
        ]

    def __str__(self) -> str:
        return str(self.number)
