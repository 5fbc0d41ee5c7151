"""Announcements that open, move, suspend and close centers (guideline 6.2.1)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.centers import Center
from centers.models.places import School
from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only


class Announcement(models.Model):
    """One official announcement about a center. Together they are its history; never rewritten."""

    class Kind(models.TextChoices):
        ESTABLISH = "establish", _("Established")
        OPEN = "open", _("Opened")
        MOVE = "move", _("Moved to another host")
        SUSPEND = "suspend", _("Suspended")
        CLOSE = "close", _("Closed")

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="announcements")
    kind = models.CharField(_("what is announced"), max_length=20, choices=Kind)
    number = models.CharField(_("announcement number"), max_length=100)
    announced_on = models.DateField(_("date of the announcement"))
    effective_on = models.DateField(_("in force from"))
    document = models.FileField(_("document (PDF)"), upload_to="announcements/%Y", blank=True)
    host_school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("host school"),
    )
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["establish", "open", "move", "suspend", "close"]),
                name="centers_announcement_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["center", "kind", "number"],
                name="centers_an_announcement_is_entered_once",
                violation_error_message=_("This announcement has already been entered for the center."),
            ),
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"
