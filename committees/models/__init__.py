"""Who and by what right: the committees of the four levels and the people appointed to their seats."""

from committees.models.seats import Appointment, Committee, Level, Position

__all__ = ["Appointment", "Committee", "Level", "Position"]
