"""Pools: seats of a session that are kept for some people until a moment, and for everyone from then on (7.3, 7.4)."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.audience import ForAudience
from hcec.core.access import BranchQuerySet
from testing.models.sessions import Session


class SeatPoolQuerySet(BranchQuerySet):
    center_path = "session__center"


class SeatPool(ForAudience):
    """Some seats of a session and the people they are kept for: by kind, affiliation, and where they work.

    The seats are those rows of testing_seat that name the pool. From `released_at` on they are open to everyone the
    session is open to; without it they are kept until the end.
    """

    class Near(models.TextChoices):
        ANYWHERE = "", _("Anywhere")
        PROVINCE = "province", _("In the center's province")
        AREA = "area", _("In an area the center serves")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="pools")
    name = models.CharField(_("name of the pool"), max_length=100)
    near = models.CharField(
        _("where they work"), max_length=10, choices=Near, blank=True, default=Near.ANYWHERE
    )
    released_at = models.DateTimeField(_("open to everyone from"), null=True, blank=True)

    objects = SeatPoolQuerySet.as_manager()

    class Meta(ForAudience.Meta):
        abstract = False
        verbose_name = _("pool of seats")
        verbose_name_plural = _("pools of seats")
        constraints = [
            *ForAudience.Meta.constraints,
            # What the seats' foreign key over two columns points at.
            models.UniqueConstraint(fields=["session", "id"], name="testing_pools_know_their_session"),
            models.UniqueConstraint(
                fields=["session", "name"],
                name="testing_pools_of_a_session_have_own_names",
                violation_error_message=_("There is a pool of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(near__in=["", "province", "area"]),
                name="testing_pools_are_near_or_anywhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def released(self, at: datetime) -> bool:
        """Whether its seats are open to everyone the session is open to."""
        return self.released_at is not None and self.released_at <= at
