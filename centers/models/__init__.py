"""Where: places, agencies, centers and rooms, who works where, and who occupies a room when."""

from centers.models.centers import Center, Room, RoomClosure
from centers.models.places import Affiliation, Province, School, ServiceArea, SkillArea, Workplace
from centers.models.reservations import Reservation

__all__ = [
    "Affiliation",
    "Center",
    "Province",
    "Reservation",
    "Room",
    "RoomClosure",
    "School",
    "ServiceArea",
    "SkillArea",
    "Workplace",
]
