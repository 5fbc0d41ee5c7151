"""How the workstations of a room stand, how the seats of a session are given, and each drawing of them (7.1, I4)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centers.models import Room
from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from testing.models.sessions import Session

MOST = 40  # rows, and columns: more fit on no screen and on no paper

INSIDE_THE_FLOOR = """
    PERFORM 1 FROM testing_floor f WHERE f.id = NEW.floor_id AND NEW.row <= f.rows AND NEW.column <= f.columns;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'testing_a_place_lies_inside_its_floor' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class FloorQuerySet(BranchQuerySet):
    center_path = "room__center"


class Floor(models.Model):
    """A room as a grid: row 1 is nearest to the front, column 1 is at the left of whoever looks at the front."""

    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="floor")
    rows = models.PositiveSmallIntegerField(_("rows"))
    columns = models.PositiveSmallIntegerField(_("columns"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    objects = FloorQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat plan of a room")
        verbose_name_plural = _("seat plans of rooms")
        constraints = [
            models.CheckConstraint(
                condition=Q(rows__gte=1, rows__lte=MOST, columns__gte=1, columns__lte=MOST),
                name="testing_a_floor_fits_on_paper",
                violation_error_message=_("A plan has between 1 and 40 rows and columns."),
            )
        ]

    def __str__(self) -> str:
        return str(self.room)


class Place(models.Model):
    """Where one workstation stands; its number is the seat number of every session in the room."""

    floor = models.ForeignKey(Floor, on_delete=models.CASCADE, related_name="places", db_index=False)
    number = models.PositiveSmallIntegerField(_("seat"))
    row = models.PositiveSmallIntegerField(_("row"))
    column = models.PositiveSmallIntegerField(_("column"))

    class Meta:
        verbose_name = _("place in a room")
        verbose_name_plural = _("places in rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["floor", "number"],
                name="testing_a_number_stands_once_on_a_floor",
                violation_error_message=_("A number stands once on a plan."),
            ),
            models.UniqueConstraint(
                fields=["floor", "row", "column"], name="testing_a_place_holds_one_workstation"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, row__gte=1, column__gte=1),
                name="testing_places_are_counted_from_one",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="inside_its_floor",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=INSIDE_THE_FLOOR,
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class SeatRule(models.Model):
    """How the seats of a session are given when booking closes; without a row they stay in the order of booking."""

    class Way(models.TextChoices):
        ORDER = "order", _("In the order of booking")
        LOT = "lot", _("By lot")

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="seat_rule")
    way = models.CharField(_("how seats are given"), max_length=10, choices=Way, default=Way.ORDER)
    apart = models.BooleanField(_("keep people of the same school apart"), default=False)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("way of giving seats")
        verbose_name_plural = _("ways of giving seats")
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["order", "lot"]), name="testing_the_way_of_giving_seats_is_known"
            ),
            models.CheckConstraint(
                condition=Q(way="lot") | Q(apart=False), name="testing_only_a_lot_keeps_schools_apart"
            ),
        ]

    def __str__(self) -> str:
        return self.get_way_display()


class SeatDrawQuerySet(BranchQuerySet):
    center_path = "session__center"


class SeatDraw(models.Model):
    """One drawing of lots: with the seed, the codes and the seats anyone can do it again and find the same.

    `people` is the list the lots were drawn for (code, school or nothing, seat before); `seats` is code → seat.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seat_draws")
    seed = models.CharField(max_length=64)
    method = models.PositiveSmallIntegerField(default=1)
    apart = models.BooleanField()
    people = models.JSONField()
    seats = models.JSONField()
    together = models.PositiveSmallIntegerField(_("neighbours of the same school that remain"))
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    drawn_at = models.DateTimeField()

    objects = SeatDrawQuerySet.as_manager()

    class Meta:
        verbose_name = _("drawing of seats")
        verbose_name_plural = _("drawings of seats")
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.session} {self.seed[:8]}"
