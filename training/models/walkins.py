"""People who came to the door of a meeting without a place (F7): who let them in, on what grounds, and who they proved to be."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from training.lifecycles import WALK_IN, WalkInStatus
from training.models.eligibility import EligibilityRule
from training.models.enrolments import Enrolment
from training.models.meetings import Meeting

# Whoever says whose a place was does not make it her own.
NEVER_TO_ONESELF = """
    PERFORM 1 FROM training_enrolment WHERE id = NEW.enrolment_id AND person_id = NEW.matched_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'training_nobody_matches_a_walk_in_to_themself' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class WalkInQuerySet(BranchQuerySet):
    center_path = "enrolment__round__center"


class WalkIn(models.Model):
    """One place given at the door. The place of somebody unknown is held by a closed account until it is matched.

    `name`, `phone` and `email` are what was taken down of somebody unknown; the last two are emptied once she is matched.
    `reason` says why the rules in `waived` were not held against her.
    """

    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="walk_in")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="walk_ins")
    status = models.CharField(_("state"), max_length=20, choices=WalkInStatus)
    name = models.CharField(_("name that was taken down"), max_length=201, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), max_length=254, blank=True)
    waived = models.ManyToManyField(EligibilityRule, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("came in"))
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    matched_at = models.DateTimeField(null=True)

    objects = WalkInQuerySet.as_manager()

    class Meta:
        verbose_name = _("walk-in of training")
        verbose_name_plural = _("walk-ins of training")
        constraints = [
            WALK_IN.constraint(),
            models.CheckConstraint(
                condition=Q(status="matched", matched_by__isnull=False, matched_at__isnull=False)
                | (~Q(status="matched") & Q(matched_by__isnull=True, matched_at__isnull=True)),
                name="training_walk_ins_are_matched_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="known") | ~Q(name=""),
                name="training_of_an_unknown_walk_in_the_name_is_taken_down",
            ),
            models.CheckConstraint(
                condition=~Q(status="provisional") | ~Q(phone=""),
                name="training_of_an_unknown_walk_in_the_telephone_is_taken_down",
                violation_error_message=_("Take down a telephone number: without it nobody can reach her."),
            ),
        ]
        triggers = [
            WALK_IN.trigger(),
            pgtrigger.Trigger(
                name="never_to_oneself",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("matched_by_id", "enrolment_id"),
                func=NEVER_TO_ONESELF,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} · {self.get_status_display()}"
