"""Waiting by need: what somebody wants to learn, and each place that was offered to her (guideline 6.4.6, 7.3)."""

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.line import OfferStatus, WishStatus
from centers.models import Center, Province
from hcec.core.access import BranchQuerySet
from training.lifecycles import OFFER, WISH
from training.models.courses import Course, Curriculum
from training.models.enrolments import Enrolment
from training.models.rounds import Round

LIVE = ("open", "offered")


class Wish(models.Model):
    """A place that somebody waits for: one course, or any of a curriculum (at one level), where, and on which days.

    Without provinces and centers anywhere will do; named centers go before provinces. `asked_at` is the place in line.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="course_wishes"
    )
    course = models.ForeignKey(
        Course, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("course")
    )
    curriculum = models.ForeignKey(
        Curriculum,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("curriculum"),
    )
    level_th = models.CharField(_("level"), max_length=60, blank=True)
    provinces = models.ManyToManyField(Province, blank=True, related_name="+", verbose_name=_("provinces"))
    centers = models.ManyToManyField(Center, blank=True, related_name="+", verbose_name=_("centers"))
    first_day = models.DateField(_("first day of the round"))
    last_day = models.DateField(_("last day of the round"))
    until = models.DateField(_("waits until"))
    status = models.CharField(max_length=20, choices=WishStatus, default=WishStatus.OPEN)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("wish for a course")
        verbose_name_plural = _("wishes for a course")
        constraints = [
            WISH.constraint(),
            models.CheckConstraint(
                condition=Q(course__isnull=False, curriculum__isnull=True, level_th="")
                | Q(course__isnull=True, curriculum__isnull=False),
                name="training_a_wish_is_for_a_course_or_for_a_curriculum",
                violation_error_message=_("Choose one course, or a curriculum with its level."),
            ),
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=Q(status__in=LIVE, course__isnull=False),
                name="training_a_person_waits_once_for_a_course",
            ),
            models.UniqueConstraint(
                fields=["person", "curriculum"],
                condition=Q(status__in=LIVE, curriculum__isnull=False),
                name="training_a_person_waits_once_for_a_curriculum",
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day"), until__lte=F("last_day")),
                name="training_wishes_have_days_in_order",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=LIVE, ended_at__isnull=True)
                | (~Q(status__in=LIVE) & Q(ended_at__isnull=False)),
                name="training_wishes_end_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], condition=Q(status="open"), name="course_wishes_in_line")
        ]
        triggers = [WISH.trigger()]

    def __str__(self) -> str:
        return f"{self.course or self.curriculum} {self.level_th}".strip()


class OfferQuerySet(BranchQuerySet):
    center_path = "round__center"


class Offer(models.Model):
    """A seat of a round held for one person until she answers; while it is open nobody else gets the seat.

    Triggers keep enrolments off held seats and offers off seats that somebody has.
    """

    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="offers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="place_offers"
    )
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="offers")
    seat_no = models.PositiveSmallIntegerField(_("seat"))
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, null=True, related_name="offer")
    status = models.CharField(max_length=20, choices=OfferStatus, default=OfferStatus.OPEN)
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField(_("answer by"))
    answered_at = models.DateTimeField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a place")
        verbose_name_plural = _("offers of a place")
        constraints = [
            OFFER.constraint(),
            models.UniqueConstraint(
                fields=["wish"], condition=Q(status="open"), name="training_a_wish_has_one_open_offer"
            ),
            models.UniqueConstraint(
                fields=["round", "seat_no"],
                condition=Q(status="open"),
                name="training_a_seat_is_held_for_one_person",
            ),
            models.UniqueConstraint(
                fields=["wish", "round"], name="training_a_round_is_offered_to_a_wish_once"
            ),
            models.CheckConstraint(
                condition=Q(status="open", answered_at__isnull=True)
                | (~Q(status="open") & Q(answered_at__isnull=False)),
                name="training_offers_are_answered_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="taken", enrolment__isnull=False)
                | (~Q(status="taken") & Q(enrolment__isnull=True)),
                name="training_taken_offers_have_a_place_and_others_none",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("offered_at")), name="training_offers_leave_time_to_answer"
            ),
        ]
        indexes = [
            models.Index(fields=["answer_by"], condition=Q(status="open"), name="place_offers_by_their_end")
        ]
        triggers = [
            OFFER.trigger(),
            pgtrigger.Trigger(
                name="a_held_seat_is_free",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    PERFORM 1 FROM training_enrolment e WHERE e.round_id = NEW.round_id AND e.seat_no = NEW.seat_no;
                    IF FOUND THEN
                        RAISE EXCEPTION 'training_a_held_seat_is_nobodys_yet' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.seat_no}"

    def can_answer(self, at: datetime) -> bool:
        """Whether a yes still counts."""
        return self.status == OfferStatus.OPEN and at < self.answer_by
