"""A booking that took the place of another: the seat given up and the seat held instead."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from testing.models.bookings import Booking


class Exchange(models.Model):
    """One move of a person from a session to another. Both bookings are hers; each is given up or got once."""

    given = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="moved_to")
    got = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="moved_from")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("move to another session")
        verbose_name_plural = _("moves to another session")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(given=models.F("got")), name="testing_nobody_moves_to_where_she_was"
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_id} → {self.got_id}"
