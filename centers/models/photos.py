"""Photos of centers and rooms: what a visitor will find (guideline 1.a, 7.1)."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.centers import Center, Room
from hcec.core.access import BranchQuerySet


def unguessed(photo: "Photo", filename: str) -> str:
    """Where a picture is kept: its name tells nothing of the file that was sent."""
    return f"photos/{photo.center_id}/{uuid4().hex}.jpg"


class Photo(models.Model):
    """One picture of a center, or of one of its rooms. Always a JPEG that the portal itself has drawn anew."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="photos")
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, null=True, blank=True, related_name="photos", verbose_name=_("room")
    )
    image = models.FileField(_("picture"), upload_to=unguessed)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    caption = models.CharField(_("what the picture shows"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BranchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["center", "-at"], name="photos_of_a_center")]

    def __str__(self) -> str:
        return self.caption
