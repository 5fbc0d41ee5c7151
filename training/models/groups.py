"""Tables of people for a round: sent by a head or by the center, looked at and then applied whole (F5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import School
from hcec.core.access import BranchQuerySet
from training.models.rounds import Round


class GroupFileQuerySet(BranchQuerySet):
    center_path = "round__center"


class GroupFile(models.Model):
    """A table without problems. `people`: the person's key by row number; what was typed of her is not kept.

    `school` is whose head sent it, and then its rows become nominations; none: the center sent it, and they are places.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="group_files")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    people = models.JSONField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(null=True)

    objects = GroupFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("table of people")
        verbose_name_plural = _("tables of people")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "school", "sha256"],
                nulls_distinct=False,
                name="training_a_table_of_people_is_kept_once_a_round",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, applied_by__isnull=True, made__isnull=True)
                | Q(applied_at__isnull=False, applied_by__isnull=False, made__isnull=False),
                name="training_tables_of_people_are_applied_by_someone_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name
