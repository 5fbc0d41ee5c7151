"""Who occupies a room when: one table for sessions, meetings and closures, so that nothing can collide."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models.centers import Room
from hcec.core.access import BranchQuerySet
from hcec.core.db import IdRange, TsTzRange


class ReservationQuerySet(BranchQuerySet):
    center_path = "room__center"


class Reservation(models.Model):
    """A room taken from one instant to another. A released one stays as history and blocks nobody."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="reservations")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    released = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="centers_reservation_ends_after_it_starts",
                violation_error_message=_("The end must come after the start."),
            ),
            ExclusionConstraint(
                name="centers_a_room_is_taken_by_one_at_a_time",
                condition=Q(released=False),
                expressions=[
                    (IdRange(F("room_id")), RangeOperators.OVERLAPS),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The room is already taken at this time."),
            ),
        ]
        indexes = [models.Index(fields=["room", "starts_at"], name="reservations_of_a_room")]

    def __str__(self) -> str:
        return self.purpose
