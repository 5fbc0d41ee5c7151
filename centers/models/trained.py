"""Who trained whom: a fact that training leaves here, so that tests can be kept apart from it (guideline 5.2.1).

It lies below training and testing, which do not know each other.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models.places import SkillArea


class Trained(models.Model):
    """Somebody trained somebody in a skill; `last_on` is the last day of the latest round of it."""

    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    skill = models.ForeignKey(SkillArea, on_delete=models.PROTECT, related_name="+", db_index=False)
    last_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("who trained whom")
        verbose_name_plural = _("who trained whom")
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "skill", "person"], name="centers_who_trained_whom_is_kept_once_a_skill"
            ),
            models.CheckConstraint(
                condition=~Q(trainer=F("person")), name="centers_nobody_is_trained_by_themself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainer_id} → {self.person_id}"
