"""Meetings of committees, called sittings here so that a round's meeting keeps its word; and what they resolve."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committees.lifecycles import ACTION, SITTING, ActionStatus, SittingStatus
from committees.models.seats import Appointment, Committee


class Sitting(models.Model):
    """One meeting of a committee: number n of a fiscal year, with its agenda, quorum and minutes.

    `quorum` is how many seated members must be present at the moment a resolution is passed.
    """

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="sittings")
    fiscal_year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(_("number in the fiscal year"))
    starts_at = models.DateTimeField(_("starts"))
    place = models.CharField(_("place"), max_length=200)
    quorum = models.PositiveSmallIntegerField(_("quorum"))
    status = models.CharField(max_length=20, choices=SittingStatus, default=SittingStatus.PLANNED)
    notice_number = models.CharField(_("letter number"), max_length=100, blank=True)
    called_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    approved_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="approved_minutes"
    )
    approved_at = models.DateTimeField(null=True)
    minutes_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            SITTING.constraint(),
            models.UniqueConstraint(
                fields=["committee", "fiscal_year", "number"],
                name="committees_sittings_are_numbered_once_a_year",
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="committees_sitting_has_a_quorum"),
            models.CheckConstraint(
                condition=Q(
                    status="approved",
                    approved_at__isnull=False,
                    approved_in__isnull=False,
                    minutes_sha256__regex=".{64}",
                )
                | (
                    ~Q(status="approved")
                    & Q(
                        approved_at__isnull=True,
                        approved_in__isnull=True,
                        minutes_sha256="",
                    )
                ),
                name="committees_minutes_are_frozen_when_approved",
            ),
        ]
        triggers = [SITTING.trigger()]

    def __str__(self) -> str:
        return gettext("Meeting %(number)s/%(year)s of %(committee)s") % {
            "number": self.number,
            "year": self.fiscal_year,
            "committee": self.committee,
        }


class AgendaItem(models.Model):
    """One point of the agenda and its minutes. `version` grows with each saved text: a stale save is refused.

    A withheld line is replaced by a sentence in what the public reads: personal matters stay in the house.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=300)
    background = models.TextField(_("background"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    version = models.PositiveIntegerField(default=0)
    withheld = models.BooleanField(_("not for publication"), default=False)
    overdue_action = models.ForeignKey(
        "ActionItem", on_delete=models.PROTECT, null=True, related_name="agenda_items"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "position"],
                name="committees_agenda_has_an_order",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class Presence(models.Model):
    """A member was in the room from one time to another; no end while she is still there."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="presences")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="presences")
    arrived_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("arrived_at")),
                name="committees_members_leave_after_they_arrive",
            ),
            models.UniqueConstraint(
                fields=["sitting", "appointment"],
                condition=Q(left_at__isnull=True),
                name="committees_a_member_is_in_the_room_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.appointment)


class Resolution(models.Model):
    """What the meeting resolved, with the members present at that moment: never fewer than the quorum."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="resolutions")
    text = models.TextField(_("resolution"))
    passed_at = models.DateTimeField()
    present = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=F("quorum")),
                name="committees_no_resolution_passes_below_quorum",
            )
        ]

    def __str__(self) -> str:
        return self.text


class ActionItem(models.Model):
    """Something one person is to do by a day, from a resolution or from a finding of a visit."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="actions")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, related_name="actions")
    finding = models.ForeignKey(
        "committees.Finding",
        on_delete=models.PROTECT,
        null=True,
        related_name="actions",
    )
    what = models.CharField(_("what is to be done"), max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions_owned"
    )
    due_on = models.DateField(_("due"))
    status = models.CharField(max_length=20, choices=ActionStatus, default=ActionStatus.OPEN)
    outcome = models.TextField(_("outcome"), blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ACTION.constraint(),
            models.CheckConstraint(
                condition=Q(resolution__isnull=False, finding__isnull=True)
                | Q(resolution__isnull=True, finding__isnull=False),
                name="committees_an_action_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(status="open", finished_at__isnull=True)
                | (~Q(status="open") & Q(finished_at__isnull=False)),
                name="committees_an_action_is_finished_at_a_time",
            ),
        ]
        triggers = [ACTION.trigger()]

    def __str__(self) -> str:
        return self.what
