"""Draws: seats given by lot to people who entered in time (guideline 5.2.1, 7.1); what it rests on is in lots.py."""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import BranchQuerySet
from testing import numbers
from testing.lifecycles import DRAW, DrawStatus
from testing.lots import Ticket
from testing.models.sessions import Session

PUBLISHED = ("commitment", "secret", "base_lots", "new_lots", "absent_lots", "absent_months", "later_name")
MOST_LOTS = 20

# What the list's digest is made of stands still once the draw is sealed; places and outcomes are written by the draw.
LIST_IS_FROZEN = """
    PERFORM 1 FROM testing_draw WHERE id = coalesce(NEW.draw_id, OLD.draw_id) AND status = 'open';
    IF NOT FOUND AND (TG_OP <> 'UPDATE' OR (NEW.draw_id, NEW.person_id, NEW.code, NEW.lots, NEW.first_id, NEW.others)
        IS DISTINCT FROM (OLD.draw_id, OLD.person_id, OLD.code, OLD.lots, OLD.first_id, OLD.others)) THEN
        RAISE EXCEPTION 'testing_the_list_of_a_sealed_draw_is_frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
"""


class DrawQuerySet(BranchQuerySet):
    center_path = "center"


class Draw(models.Model):
    """One draw for the seats of one or several sessions of a center. Its rule and commitment never change."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="draws")
    status = models.CharField(max_length=20, choices=DrawStatus, default=DrawStatus.OPEN)
    entries_from = models.DateTimeField(_("entries from"))
    entries_until = models.DateTimeField(_("entries until"))
    draws_at = models.DateTimeField(_("time of the draw"))
    base_lots = models.PositiveSmallIntegerField(
        _("lots for everyone"), default=2, validators=[MaxValueValidator(MOST_LOTS)]
    )
    new_lots = models.PositiveSmallIntegerField(
        _("more lots for whoever never sat a test of this skill"),
        default=2,
        validators=[MaxValueValidator(MOST_LOTS)],
    )
    absent_lots = models.PositiveSmallIntegerField(
        _("fewer lots for each test after the first missed without cancelling"),
        default=1,
        validators=[MaxValueValidator(MOST_LOTS)],
    )
    absent_months = models.PositiveSmallIntegerField(
        _("months in which missed tests count"), default=12, validators=[MaxValueValidator(60)]
    )
    commitment = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    later_name = models.CharField(
        _("public value known only after the list is frozen"), max_length=200, blank=True
    )
    later_value = models.CharField(_("the value"), max_length=200, blank=True)
    list_sha256 = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = DrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")
        constraints = [
            DRAW.constraint(),
            models.CheckConstraint(
                condition=Q(entries_until__gt=F("entries_from"), draws_at__gte=F("entries_until")),
                name="testing_a_draw_follows_its_entries",
                violation_error_message=_(
                    "Entries must end after they begin, and the draw comes after their end."
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    base_lots__range=(1, MOST_LOTS), new_lots__lte=MOST_LOTS, absent_lots__lte=MOST_LOTS
                ),
                name="testing_everybody_has_a_lot",
                violation_error_message=_("Everybody has at least one lot and nobody more than 40."),
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["sealed", "drawn"],
                    list_sha256__regex="^[0-9a-f]{64}$",
                    sealed_at__isnull=False,
                )
                | Q(status="open", list_sha256="", sealed_at__isnull=True)
                | Q(status="called_off"),
                name="testing_a_sealed_draw_has_the_digest_of_its_list",
            ),
            models.CheckConstraint(
                condition=Q(status="drawn", seed__regex="^[0-9a-f]{64}$", drawn_at__isnull=False)
                | (~Q(status="drawn") & Q(seed="", drawn_at__isnull=True)),
                name="testing_only_what_was_drawn_has_a_seed",
            ),
        ]
        triggers = [
            DRAW.trigger(),
            pgtrigger.ReadOnly(name="rule_and_commitment_stand", fields=list(PUBLISHED)),
        ]

    def __str__(self) -> str:
        return f"{_('Draw')} {self.pk}"


class DrawEntry(models.Model):
    """One verified person in one draw, known to the public by her code alone."""

    class Outcome(models.TextChoices):
        NONE = "", _("Not drawn yet")
        CONFIRMED = "confirmed", _("Seat given")
        WAITING = "waiting", _("Waiting list")
        REFUSED = "refused", _("No seat possible")

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="entries")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="draw_entries"
    )
    first = models.ForeignKey(
        Session, on_delete=models.PROTECT, related_name="+", verbose_name=_("first wish")
    )
    others = models.BooleanField(_("another session of this draw if that one is full"), default=True)
    code = models.CharField(_("entry code"), max_length=9, unique=True, default=numbers.new_code)
    key = models.UUIDField(default=uuid4, editable=False)
    entered_at = models.DateTimeField()
    lots = models.PositiveSmallIntegerField(_("lots"), null=True)
    place = models.PositiveIntegerField(_("place in the draw"), null=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True, default=Outcome.NONE)
    number = models.PositiveIntegerField(null=True)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="+")
    reasons = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        verbose_name = _("entry of a draw")
        verbose_name_plural = _("entries of a draw")
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "person"],
                name="testing_a_person_enters_a_draw_once",
                violation_error_message=_("You have already entered this draw."),
            ),
            models.UniqueConstraint(fields=["draw", "place"], name="testing_places_of_a_draw_are_given_once"),
            models.CheckConstraint(
                condition=Q(lots__isnull=True) | Q(lots__range=(1, 2 * MOST_LOTS)),
                name="testing_an_entry_has_a_lot",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "confirmed", "waiting", "refused"]),
                name="testing_outcomes_of_draws_are_known",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="list_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=LIST_IS_FROZEN,
            )
        ]

    def __str__(self) -> str:
        return self.code_shown

    @property
    def code_shown(self) -> str:
        return numbers.shown(self.code)

    @property
    def ticket(self) -> Ticket:
        """The line of the frozen list; only a sealed entry has its lots."""
        return Ticket(self.code, self.lots or 0, self.first_id, self.others)
