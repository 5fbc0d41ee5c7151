"""Pools: seats of a session that are kept for some people until a moment, and for everyone from then on (7.3, 7.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.audience import KeptFor
from hcec.core.access import BranchQuerySet
from testing.models.sessions import Session


class SeatPoolQuerySet(BranchQuerySet):
    center_path = "session__center"


class SeatPool(KeptFor):
    """Some seats of a session and the people they are kept for: those rows of testing_seat that name the pool."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="pools")

    objects = SeatPoolQuerySet.as_manager()

    class Meta(KeptFor.Meta):
        abstract = False
        constraints = [
            *KeptFor.Meta.constraints,
            # What the seats' foreign key over two columns points at.
            models.UniqueConstraint(fields=["session", "id"], name="testing_pools_know_their_session"),
            models.UniqueConstraint(
                fields=["session", "name"],
                name="testing_pools_of_a_session_have_own_names",
                violation_error_message=_("There is a pool of this name already."),
            ),
        ]
