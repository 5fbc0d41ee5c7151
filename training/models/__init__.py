"""What is taught, when, where and by whom; who has a place, who was there, and who completed."""

from training.models.attendance import Attendance, Completion
from training.models.courses import Course, Curriculum
from training.models.enrolments import Enrolment
from training.models.meetings import Meeting, Mode
from training.models.rounds import Round, Seat
from training.models.trainers import Teaching, Trainer

__all__ = [
    "Attendance",
    "Completion",
    "Course",
    "Curriculum",
    "Enrolment",
    "Meeting",
    "Mode",
    "Round",
    "Seat",
    "Teaching",
    "Trainer",
]
