"""Where: places, agencies, centers and rooms, who works where, and who occupies a room when."""

from centers.models.calendar import Competency, SchoolTerm
from centers.models.centers import Center, Room, RoomClosure
from centers.models.dryruns import DryRun, DryRunSeat
from centers.models.equipment import Equipment, Fault, ReadinessCheck, ReadinessRule, Workstation
from centers.models.history import Announcement
from centers.models.photos import Photo
from centers.models.places import Affiliation, Province, School, ServiceArea, SkillArea, Workplace
from centers.models.reservations import Reservation
from centers.models.standards import Assessment, AssessmentAnswer, Standard, StandardItem
from centers.models.trained import Trained
from centers.models.uploads import Upload
from centers.models.uses import Holiday, RoomUse, RoomUseDate

__all__ = [
    "Affiliation",
    "Announcement",
    "Assessment",
    "AssessmentAnswer",
    "Center",
    "Competency",
    "DryRun",
    "DryRunSeat",
    "Equipment",
    "Fault",
    "Holiday",
    "Photo",
    "Province",
    "ReadinessCheck",
    "ReadinessRule",
    "Reservation",
    "Room",
    "RoomClosure",
    "RoomUse",
    "RoomUseDate",
    "School",
    "SchoolTerm",
    "ServiceArea",
    "SkillArea",
    "Standard",
    "StandardItem",
    "Trained",
    "Upload",
    "Workplace",
    "Workstation",
]
