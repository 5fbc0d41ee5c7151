"""Results: the level of each part and the overall one, entered by one person and released by another (5.2.1)."""

import calendar
from datetime import date
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from testing.lifecycles import RESULT, ResultStatus
from testing.models.bookings import Booking
from testing.models.exams import Band, ExamPart, Scale
from testing.models.sessions import Session

WHO_SAT = """
    PERFORM 1 FROM testing_booking WHERE id = NEW.booking_id AND status = 'attended';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'testing_only_who_attended_has_a_result' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# Two pairs of eyes on every result, and neither of them the candidate's; who uploaded the table prepared it too.
NEVER_ONES_OWN = """
    PERFORM 1 FROM testing_booking WHERE id = NEW.booking_id AND person_id IN (NEW.entered_by_id, NEW.released_by_id);
    IF FOUND THEN
        RAISE EXCEPTION 'testing_nobody_enters_or_releases_their_own_result' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM testing_resultsheet s JOIN testing_booking b ON b.session_id = s.session_id
     WHERE b.id = NEW.booking_id AND s.applied_at IS NOT NULL AND s.uploaded_by_id = NEW.released_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'testing_nobody_releases_the_table_they_uploaded' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# Nobody is told a result of which it is not known whose it is; without a release there is no certificate either.
OF_SOMEBODY_KNOWN = """
    IF NEW.status = 'released' THEN
        PERFORM 1 FROM testing_walkin WHERE booking_id = NEW.booking_id AND status = 'provisional';
        IF FOUND THEN
            RAISE EXCEPTION 'testing_a_result_is_released_to_somebody_known' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""

# Neither who trained the person nor who stood over her at the test: testing/sql/0029_apart.sql says who.
KEPT_APART = """
    IF (TG_OP = 'INSERT' OR NEW.entered_by_id <> OLD.entered_by_id OR NEW.released_by_id IS DISTINCT FROM OLD.released_by_id)
    THEN
        PERFORM 1 FROM testing_booking b WHERE b.id = NEW.booking_id AND (
            (TG_OP = 'INSERT' OR NEW.entered_by_id <> OLD.entered_by_id)
              AND testing_too_near(NEW.entered_by_id, b.session_id, 'enter', b.person_id) IS NOT NULL
            OR NEW.released_by_id IS NOT NULL
              AND testing_too_near(NEW.released_by_id, b.session_id, 'release', b.person_id) IS NOT NULL);
        IF FOUND THEN
            RAISE EXCEPTION 'testing_duties_at_a_test_are_kept_apart' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""

# What was released is corrected by a second version and never rewritten: the first one must be on record by then.
NEVER_REWRITTEN = """
    IF OLD.status = 'released' AND (NEW.overall_id, NEW.scale_id, NEW.total_score, NEW.version)
        IS DISTINCT FROM (OLD.overall_id, OLD.scale_id, OLD.total_score, OLD.version) THEN
        PERFORM 1 FROM testing_resultversion v
          JOIN testing_correction c ON c.id = v.correction_id AND c.status = 'approved'
         WHERE v.result_id = OLD.id AND v.number = OLD.version AND v.overall_id = OLD.overall_id
           AND v.total_score IS NOT DISTINCT FROM OLD.total_score;
        IF NOT FOUND OR NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION 'testing_a_released_result_is_never_rewritten' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
"""
PARTS_NEVER_REWRITTEN = """
    PERFORM 1 FROM testing_result r WHERE r.id = OLD.result_id AND r.status = 'released' AND NOT EXISTS (
        SELECT FROM testing_resultversion v WHERE v.result_id = r.id AND v.number = r.version - 1
           AND v.written_in = pg_current_xact_id()::text::bigint);
    IF FOUND THEN
        RAISE EXCEPTION 'testing_a_released_result_is_never_rewritten' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
"""


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class ResultQuerySet(BranchQuerySet):
    center_path = "booking__session__center"


class Result(models.Model):
    """What one booking came to. The overall level belongs to the scale (and version) it was given on."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="result")
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="results", db_index=False)
    overall = models.ForeignKey(Band, on_delete=models.PROTECT, related_name="results")
    total_score = models.DecimalField(_("total score"), max_digits=6, decimal_places=2, null=True, blank=True)
    status = models.CharField(max_length=20, choices=ResultStatus, default=ResultStatus.ENTERED)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    # Raised by each correction; `entered_by` and `released_by` are then who proposed and who approved it.
    version = models.PositiveSmallIntegerField(default=1, db_default=1, editable=False)
    corrected_at = models.DateTimeField(null=True, editable=False)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        constraints = [
            RESULT.constraint(),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("entered_by")),
                name="testing_nobody_releases_what_they_entered",
                violation_error_message=_(
                    "A result is released by another person than the one who entered it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status="released", released_at__isnull=False, released_by__isnull=False)
                | (~Q(status="released") & Q(released_at__isnull=True, released_by__isnull=True)),
                name="testing_results_are_released_by_someone_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "released_at"], name="results_by_release")]
        triggers = [
            RESULT.trigger(),
            pgtrigger.Trigger(
                name="only_who_attended_has_a_result",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=WHO_SAT,
            ),
            pgtrigger.Trigger(
                name="never_ones_own",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("booking_id", "entered_by_id", "released_by_id"),
                func=NEVER_ONES_OWN,
            ),
            pgtrigger.Trigger(
                name="of_somebody_known",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("status", "booking_id"),
                func=OF_SOMEBODY_KNOWN,
            ),
            pgtrigger.Trigger(
                name="duties_are_kept_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("entered_by_id", "released_by_id"),
                func=KEPT_APART,
            ),
            pgtrigger.Trigger(
                name="released_is_never_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("overall_id", "scale_id", "total_score", "version"),
                func=NEVER_REWRITTEN,
            ),
        ]

    def __str__(self) -> str:
        return str(self.overall)

    @property
    def tested_on(self) -> date:
        """The day of the test in Bangkok; needs the booking at hand."""
        return timezone.localdate(self.booking.starts_at)

    @property
    def valid_until(self) -> date | None:
        """The last day of validity, None where the exam sets none; needs booking, session and exam at hand."""
        months = self.booking.session.exam.validity_months
        return months_later(self.tested_on, months) if months else None


class PartScore(models.Model):
    """The score or the level of one part of the exam."""

    result = models.ForeignKey(Result, on_delete=models.CASCADE, related_name="part_scores", db_index=False)
    part = models.ForeignKey(ExamPart, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True, blank=True)
    band = models.ForeignKey(Band, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("part score")
        verbose_name_plural = _("part scores")
        constraints = [
            models.UniqueConstraint(fields=["result", "part"], name="testing_each_part_is_scored_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=False) | Q(band__isnull=False),
                name="testing_a_part_has_a_score_or_a_level",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0), name="testing_scores_are_not_negative"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="released_is_never_rewritten",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=PARTS_NEVER_REWRITTEN,
            )
        ]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The level, the score, or both: B1 (72.5)."""
        return mark_shown(self.band, self.score)


def mark_shown(band: Band | None, score: Decimal | None) -> str:
    """A mark as people read it; scores without needless zeros."""
    number = "" if score is None else f"{score.normalize():f}"
    if band is None or not number:
        return str(band) if band else number
    return f"{band} ({number})"


class ResultSheet(models.Model):
    """An uploaded table of results that was read without a problem and waits to be applied, or was.

    `rows` holds the texts as they were read; applying reads them again against the database of that moment.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="result_sheets")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("table of results")
        verbose_name_plural = _("tables of results")
        constraints = [
            models.UniqueConstraint(
                fields=["session", "sha256"],
                condition=Q(applied_at__isnull=False),
                name="testing_a_table_of_results_is_applied_once",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="testing_tables_are_applied_by_someone_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name
