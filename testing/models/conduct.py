"""How a session is conducted: started, paused, ended, what happened, and the report that its invigilator signs (I6)."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from testing.lifecycles import CONDUCT, ConductStatus
from testing.models.bookings import Booking
from testing.models.sessions import Session

# Whoever trained one of the people, or scored them, does not stand over them: testing/sql/0029_apart.sql says who.
KEPT_APART = """
    PERFORM 1 FROM unnest(ARRAY[NEW.started_by_id, NEW.ended_by_id, NEW.signed_by_id]) AS who (id)
      WHERE who.id IS NOT NULL
        AND (TG_OP = 'INSERT' OR who.id NOT IN (coalesce(OLD.started_by_id, 0), coalesce(OLD.ended_by_id, 0)))
        AND testing_too_near(who.id, NEW.session_id, 'invigilate') IS NOT NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'testing_duties_at_a_test_are_kept_apart' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class ConductQuerySet(BranchQuerySet):
    center_path = "session__center"


class Conduct(models.Model):
    """One session from its start by the server's clock to the signed report; signed it is never changed again."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="conduct")
    status = models.CharField(max_length=20, choices=ConductStatus, default=ConductStatus.RUNNING)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_for = models.DurationField(default=timedelta)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_at = models.DateTimeField(null=True)
    report = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = ConductQuerySet.as_manager()

    class Meta:
        verbose_name = _("conduct of a session")
        verbose_name_plural = _("conduct of sessions")
        constraints = [
            CONDUCT.constraint(),
            models.CheckConstraint(
                condition=Q(status="paused", paused_at__isnull=False)
                | (~Q(status="paused") & Q(paused_at__isnull=True)),
                name="testing_a_pause_has_its_beginning",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["ended", "signed"], ended_at__isnull=False, ended_by__isnull=False)
                | (~Q(status__in=["ended", "signed"]) & Q(ended_at__isnull=True, ended_by__isnull=True)),
                name="testing_sessions_are_ended_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="signed", signed_at__isnull=False, signed_by__isnull=False, report__isnull=False)
                    & ~Q(digest="")
                )
                | (~Q(status="signed") & Q(signed_at__isnull=True, signed_by__isnull=True, digest="")),
                name="testing_reports_are_signed_by_someone_at_a_time",
            ),
        ]
        triggers = [
            CONDUCT.trigger(),
            pgtrigger.Trigger(
                name="duties_are_kept_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("started_by_id", "ended_by_id", "signed_by_id"),
                func=KEPT_APART,
            ),
            pgtrigger.Protect(
                name="a_signed_report_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="signed"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.get_status_display()}"


class IncidentCode(models.Model):
    """One kind of incident; a new one is a row (testing/data/incidents.csv)."""

    code = models.CharField(max_length=20, unique=True)
    position = models.PositiveSmallIntegerField(default=100)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("kind of incident")
        verbose_name_plural = _("kinds of incidents")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_th


class Incident(models.Model):
    """What happened at one moment, in the whole room or to one person; never rewritten."""

    conduct = models.ForeignKey(Conduct, on_delete=models.PROTECT, related_name="incidents")
    code = models.ForeignKey(IncidentCode, on_delete=models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, null=True, related_name="incidents")
    words = models.CharField(_("what happened"), max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = [models.Index(fields=["conduct", "at"], name="incidents_of_a_session")]
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.code)
