"""People who came to the door without a booking (F7): who let them in, on what grounds, and whose the seat turned out to be."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from testing.lifecycles import WALK_IN, WalkInStatus
from testing.models.bookings import Booking
from testing.models.rules import EligibilityRule

# Whoever says whose a test was does not make it her own.
NEVER_TO_ONESELF = """
    PERFORM 1 FROM testing_booking WHERE id = NEW.booking_id AND person_id = NEW.matched_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'testing_nobody_matches_a_walk_in_to_themself' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class WalkInQuerySet(BranchQuerySet):
    center_path = "booking__session__center"


class WalkIn(models.Model):
    """One seat given at the door. The booking of somebody unknown is held by a closed account until it is matched.

    `name`, `phone` and `email` are what was taken down of somebody unknown; the last two are emptied once she is matched.
    `reason` says why the rules in `waived` were not held against her.
    """

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="walk_in")
    status = models.CharField(_("state"), max_length=20, choices=WalkInStatus)
    name = models.CharField(_("name that was taken down"), max_length=201, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    waived = models.ManyToManyField(EligibilityRule, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("let in"))
    invited_at = models.DateTimeField(_("invited on"), null=True)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    matched_at = models.DateTimeField(null=True)

    objects = WalkInQuerySet.as_manager()

    class Meta:
        verbose_name = _("walk-in")
        verbose_name_plural = _("walk-ins")
        constraints = [
            WALK_IN.constraint(),
            models.CheckConstraint(
                condition=Q(status="matched", matched_by__isnull=False, matched_at__isnull=False)
                | (~Q(status="matched") & Q(matched_by__isnull=True, matched_at__isnull=True)),
                name="testing_walk_ins_are_matched_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="known") | ~Q(name=""),
                name="testing_of_an_unknown_walk_in_the_name_is_taken_down",
            ),
            models.CheckConstraint(
                condition=~Q(status="provisional") | ~Q(phone=""),
                name="testing_of_an_unknown_walk_in_the_telephone_is_taken_down",
                violation_error_message=_("Take down a telephone number: without it nobody finds her again."),
            ),
        ]
        triggers = [
            WALK_IN.trigger(),
            pgtrigger.Trigger(
                name="never_to_oneself",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("matched_by_id", "booking_id"),
                func=NEVER_TO_ONESELF,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} · {self.get_status_display()}"

    @property
    def unknown(self) -> bool:
        """Whether nobody knows yet whose account it is."""
        return self.status == WalkInStatus.PROVISIONAL
