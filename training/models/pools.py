"""Pools: seats of a round that are kept for some people until a moment, and for everyone from then on (7.3, 7.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.audience import KeptFor
from hcec.core.access import BranchQuerySet
from training.models.rounds import Round


class SeatPoolQuerySet(BranchQuerySet):
    center_path = "round__center"


class SeatPool(KeptFor):
    """Some seats of a round and the people they are kept for: those rows of training_seat that name the pool."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="pools")

    objects = SeatPoolQuerySet.as_manager()

    class Meta(KeptFor.Meta):
        abstract = False
        constraints = [
            *KeptFor.Meta.constraints,
            # What the seats' foreign key over two columns points at.
            models.UniqueConstraint(fields=["round", "id"], name="training_pools_know_their_round"),
            models.UniqueConstraint(
                fields=["round", "name"],
                name="training_pools_of_a_round_have_own_names",
                violation_error_message=_("There is a pool of this name already."),
            ),
        ]
