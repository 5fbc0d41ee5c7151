"""What is taught, when, where and by whom; who has a place, who was there, and who completed."""

from training.models.attendance import Attendance, Completion
from training.models.courses import Course, CourseVersion, Curriculum, LicenceActivity, Material
from training.models.enrolments import Enrolment
from training.models.files import AttendanceFile
from training.models.groups import GroupFile
from training.models.meetings import Meeting, Mode
from training.models.nominations import Nomination
from training.models.objections import Objection
from training.models.proposals import Criterion, CriterionAnswer, Proposal
from training.models.rounds import HeadApproval, Round, Seat
from training.models.selfcheck import DoorCode, SelfScan
from training.models.sheets import SignedSheet
from training.models.skipped import SkippedDate
from training.models.trainers import Teaching, Trainer

__all__ = [
    "Attendance",
    "AttendanceFile",
    "Completion",
    "Course",
    "CourseVersion",
    "Criterion",
    "CriterionAnswer",
    "Curriculum",
    "DoorCode",
    "Enrolment",
    "LicenceActivity",
    "Material",
    "GroupFile",
    "HeadApproval",
    "Meeting",
    "Mode",
    "Nomination",
    "Objection",
    "Proposal",
    "Round",
    "Seat",
    "SelfScan",
    "SignedSheet",
    "SkippedDate",
    "Teaching",
    "Trainer",
]
