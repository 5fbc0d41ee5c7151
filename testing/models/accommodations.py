"""Accommodations: what a person needs to sit a test fairly, decided once and applied at every test until a day (I5).

What is seen of it is cut in two. The measures are read by whoever seats and watches her; why she needs them is read by
herself and, until the decision, by the one officer who took the request up.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.access import BranchQuerySet
from testing.lifecycles import ACCOMMODATION, AccommodationStatus

MOST_EXTRA = 100  # percent of the usual time


class AccommodationQuerySet(BranchQuerySet):
    center_path = "center"


class Accommodation(models.Model):
    """One request of one person and what became of it; granted it holds at every center until `until`."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="accommodations"
    )
    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, related_name="accommodations", verbose_name=_("center that decides")
    )
    status = models.CharField(max_length=20, choices=AccommodationStatus, default=AccommodationStatus.ASKED)
    asked_at = models.DateTimeField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    until = models.DateField(_("holds until"), null=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        constraints = [
            ACCOMMODATION.constraint(),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=["asked", "taken"]),
                name="testing_a_person_asks_for_one_accommodation_at_a_time",
                violation_error_message=_("Your earlier request waits for its decision."),
            ),
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="testing_accommodations_are_taken_up_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["granted", "refused"], decided_by__isnull=False, decided_at__isnull=False
                )
                | (
                    ~Q(status__in=["granted", "refused"])
                    & Q(decided_by__isnull=True, decided_at__isnull=True)
                ),
                name="testing_accommodations_are_decided_by_someone_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="granted", until__isnull=False)
                | (~Q(status="granted") & Q(until__isnull=True)),
                name="testing_granted_accommodations_hold_until_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(taken_by__isnull=True) | ~Q(taken_by=F("person")))
                & (Q(decided_by__isnull=True) | Q(decided_by=F("taken_by"))),
                name="testing_nobody_decides_their_own_accommodation",
                violation_error_message=_("Nobody decides on their own accommodation. Ask a colleague."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "status", "until"], name="accommodations_of_a_person"),
            models.Index(fields=["center", "status"], name="accommodations_of_a_center"),
        ]
        triggers = [ACCOMMODATION.trigger()]

    def __str__(self) -> str:
        return f"{self.person} {self.get_status_display()}"

    @property
    def said(self) -> str:
        """The measures in one line."""
        return ", ".join(str(measure) for measure in self.measures.all())


class Measure(models.Model):
    """One thing that is done for the person; `words` is what staff must know to do it, never why."""

    class Kind(models.TextChoices):
        TIME = "time", _("Extra time")
        ROOM = "room", _("Separate room")
        SEAT = "seat", _("Fixed or accessible seat")
        SOFTWARE = "software", _("Software or equipment")
        READER = "reader", _("Reader or writer")
        BREAKS = "breaks", _("Breaks")
        OTHER = "other", _("Other measure")

    accommodation = models.ForeignKey(Accommodation, on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField(_("measure"), max_length=10, choices=Kind)
    percent = models.PositiveSmallIntegerField(_("extra time (percent)"), null=True, blank=True)
    words = models.CharField(_("what staff must know"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("measure of an accommodation")
        verbose_name_plural = _("measures of accommodations")
        constraints = [
            models.UniqueConstraint(
                fields=["accommodation", "kind"], name="testing_an_accommodation_names_a_measure_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["time", "room", "seat", "software", "reader", "breaks", "other"]),
                name="testing_the_kind_of_measure_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="time", percent__gte=1, percent__lte=MOST_EXTRA)
                | (~Q(kind="time") & Q(percent__isnull=True)),
                name="testing_extra_time_is_a_percentage",
                violation_error_message=_("Extra time is between 1 and 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        said = str(self.get_kind_display())
        if self.percent:
            said = now_said("%(measure)s %(percent)s%%") % {"measure": said, "percent": self.percent}
        return f"{said}: {self.words}" if self.words else said


class Need(models.Model):
    """Why the person needs it, with her evidence. Row security: herself, and who took it up until it is decided."""

    accommodation = models.OneToOneField(Accommodation, on_delete=models.CASCADE, related_name="need")
    words = models.TextField(_("why you need it"))
    evidence = models.FileField(_("evidence (PDF or picture)"), upload_to="accommodations/%Y")

    class Meta:
        verbose_name = _("reason of an accommodation")
        verbose_name_plural = _("reasons of accommodations")

    def __str__(self) -> str:
        return str(self.pk)
