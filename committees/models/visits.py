"""Supervision visits: rating forms, ratings, findings and the center's reply (guideline 6.2.6, 6.3.2, 6.4.9, P.3)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from committees.lifecycles import VISIT, VisitStatus
from committees.models.seats import Committee
from hcec.core.access import BranchQuerySet

# The reply is the center's own word: the supervisor of the visit does not write it.
NOBODY_REPLIES_TO_THEMSELF = """
    PERFORM 1 FROM committees_visit WHERE id = NEW.visit_id AND supervisor_id = NEW.replied_by_id;
    IF FOUND THEN
        RAISE EXCEPTION 'committees_nobody_replies_to_their_own_findings' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class RatingForm(models.Model):
    """One version of the rating form. Used ones never change; a new version is a new row."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title_th = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    in_use_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="committees_rating_forms_have_versions")
        ]

    def __str__(self) -> str:
        return f"{self.title_th} ({self.version})"


class RatingItem(models.Model):
    """One statement to rate from 1 to 5, with its weight and the guideline clause it stands for."""

    form = models.ForeignKey(RatingForm, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    section_th = models.CharField(max_length=200)
    section_en = models.CharField(max_length=200, blank=True)
    text_th = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400, blank=True)
    clause = models.CharField(max_length=20, blank=True)
    weight = models.DecimalField(max_digits=4, decimal_places=2, default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "position"],
                name="committees_rating_items_have_an_order",
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0),
                name="committees_rating_items_weigh_something",
            ),
        ]

    def __str__(self) -> str:
        return self.text_th


class Visit(models.Model):
    """A supervision visit to a center. `version` grows with each save of the form: a stale save is refused."""

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")
        PAPERS = "papers", _("From documents")

    class Reason(models.TextChoices):
        RISK = "risk", _("By risk")
        LOT = "lot", _("Drawn by lot")
        ASKED = "asked", _("At request")

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="visits")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="visits")
    supervisor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    form = models.ForeignKey(RatingForm, on_delete=models.PROTECT, related_name="visits")
    planned_on = models.DateField(_("day of the visit"))
    mode = models.CharField(_("how"), max_length=10, choices=Mode, default=Mode.ON_SITE)
    reason = models.CharField(_("why this center"), max_length=10, choices=Reason, default=Reason.RISK)
    reason_note = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=VisitStatus, default=VisitStatus.PLANNED)
    summary = models.TextField(_("summary"), blank=True)
    version = models.PositiveIntegerField(default=0)
    made_on = models.DateField(null=True)
    reply_due_on = models.DateField(null=True)
    submitted_at = models.DateTimeField(null=True)
    final_at = models.DateTimeField(null=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            VISIT.constraint(),
            models.CheckConstraint(
                condition=Q(mode__in=["on_site", "online", "papers"]),
                name="committees_visit_mode_is_known",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["risk", "lot", "asked"]),
                name="committees_visit_reason_is_known",
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        status__in=["planned", "cancelled"],
                        submitted_at__isnull=True,
                        reply_due_on__isnull=True,
                    )
                    | Q(
                        status__in=["made", "final"],
                        submitted_at__isnull=False,
                        reply_due_on__isnull=False,
                        made_on__isnull=False,
                    )
                ),
                name="committees_visit_gives_the_center_time_to_reply",
            ),
            models.CheckConstraint(
                condition=Q(status="final", final_at__isnull=False)
                | (~Q(status="final") & Q(final_at__isnull=True)),
                name="committees_visit_is_final_at_a_time",
            ),
        ]
        triggers = [VISIT.trigger()]

    def __str__(self) -> str:
        return f"{self.center} {self.planned_on}"


class Rating(models.Model):
    """The mark of one statement in one visit: 1 to 5, or none where it does not apply."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="ratings")
    item = models.ForeignKey(RatingItem, on_delete=models.PROTECT, related_name="ratings")
    score = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "item"],
                name="committees_a_statement_is_rated_once_a_visit",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=5),
                name="committees_ratings_go_from_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.score}"


class Finding(models.Model):
    """What the visit found. The center may reply before it becomes final."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="findings")
    text = models.TextField(_("finding"))
    advice = models.TextField(_("advice"), blank=True)
    reply = models.TextField(_("the center's reply"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | (~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False)),
                name="committees_a_reply_is_given_by_someone_at_a_time",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="nobody_replies_to_themself",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("replied_by_id"),
                func=NOBODY_REPLIES_TO_THEMSELF,
            )
        ]

    def __str__(self) -> str:
        return self.text
