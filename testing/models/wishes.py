"""Waiting by need: what somebody is looking for, and each seat that was offered to her (guideline 5.2.1, 7.1)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Province, SkillArea
from hcec.core.access import BranchQuerySet
from testing.lifecycles import OFFER, WISH, OfferStatus, WishStatus
from testing.models.bookings import Booking
from testing.models.exams import Exam
from testing.models.sessions import Session

LIVE = ("open", "offered")


class Wish(models.Model):
    """A seat that somebody waits for: the skill or one exam of it, where, and on which days.

    Without provinces and centers anywhere will do; named centers go before provinces. `asked_at` is the place in line.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="wishes")
    skill = models.ForeignKey(SkillArea, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill"))
    exam = models.ForeignKey(
        Exam, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("test")
    )
    provinces = models.ManyToManyField(Province, blank=True, related_name="+", verbose_name=_("provinces"))
    centers = models.ManyToManyField(Center, blank=True, related_name="+", verbose_name=_("centers"))
    first_day = models.DateField(_("first day of the test"))
    last_day = models.DateField(_("last day of the test"))
    until = models.DateField(_("waits until"))
    status = models.CharField(max_length=20, choices=WishStatus, default=WishStatus.OPEN)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    instead_of = models.ForeignKey(
        Booking, on_delete=models.PROTECT, null=True, related_name="wishes", db_index=False
    )

    class Meta:
        verbose_name = _("wish for a seat")
        verbose_name_plural = _("wishes for a seat")
        constraints = [
            WISH.constraint(),
            models.UniqueConstraint(
                fields=["person", "skill"],
                condition=Q(status__in=LIVE),
                name="testing_a_person_waits_once_for_a_skill",
                violation_error_message=_("You are already in line for this skill."),
            ),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day"), until__lte=F("last_day")),
                name="testing_wishes_have_days_in_order",
                violation_error_message=_("The last day must not come before the first."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=LIVE, ended_at__isnull=True)
                | (~Q(status__in=LIVE) & Q(ended_at__isnull=False)),
                name="testing_wishes_end_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["skill", "asked_at", "id"], condition=Q(status="open"), name="wishes_in_line_by_skill"
            )
        ]
        triggers = [WISH.trigger()]

    def __str__(self) -> str:
        return str(self.exam or self.skill)


class OfferQuerySet(BranchQuerySet):
    center_path = "session__center"


class Offer(models.Model):
    """A seat held for one person until she answers. `booking` is the hold, and hers once she said yes.

    A hold that is not taken is deleted: the offer is its history.
    """

    wish = models.ForeignKey(Wish, on_delete=models.PROTECT, related_name="offers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offers")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="offers")
    seat_no = models.PositiveSmallIntegerField(_("seat"))
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, related_name="offer")
    status = models.CharField(max_length=20, choices=OfferStatus, default=OfferStatus.OPEN)
    offered_at = models.DateTimeField()
    answer_by = models.DateTimeField(_("answer by"))
    answered_at = models.DateTimeField(null=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of a seat")
        verbose_name_plural = _("offers of a seat")
        constraints = [
            OFFER.constraint(),
            models.UniqueConstraint(
                fields=["wish"], condition=Q(status="open"), name="testing_a_wish_has_one_open_offer"
            ),
            models.UniqueConstraint(
                fields=["wish", "session"], name="testing_a_session_is_offered_to_a_wish_once"
            ),
            models.CheckConstraint(
                condition=Q(status="open", answered_at__isnull=True)
                | (~Q(status="open") & Q(answered_at__isnull=False)),
                name="testing_offers_are_answered_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "taken"], booking__isnull=False)
                | (~Q(status__in=["open", "taken"]) & Q(booking__isnull=True)),
                name="testing_open_offers_hold_a_seat_and_others_none",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=F("offered_at")), name="testing_offers_leave_time_to_answer"
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], condition=Q(status="open"), name="offers_by_their_end")]
        triggers = [OFFER.trigger()]

    def __str__(self) -> str:
        return f"{self.session} · {self.seat_no}"

    def can_answer(self, at: datetime) -> bool:
        """Whether a yes still counts."""
        return self.status == OfferStatus.OPEN and at < self.answer_by
