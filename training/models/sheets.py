"""The signed sheet of a meeting, photographed or scanned: the evidence behind what was typed from it (G5)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from training.models.meetings import Meeting


class SignedSheetQuerySet(BranchQuerySet):
    center_path = "meeting__round__center"


class SignedSheet(models.Model):
    """One picture or PDF of a meeting's sheet; the same file is kept once. `sha256` is of its bytes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="signed_sheets")
    scan = models.FileField(_("photograph or scan of the sheet"), upload_to="attendance/%Y")
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SignedSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed sheet")
        verbose_name_plural = _("signed sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "sha256"], name="training_a_signed_sheet_is_kept_once_a_meeting"
            )
        ]
        triggers = [*append_only()]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.sha256[:8]}"
