"""What is taught, when, where and by whom; who has a place, who was there, and who completed."""

from training.models.attendance import Attendance, Completion
from training.models.courses import Course, CourseVersion, Curriculum, LicenceActivity, Material
from training.models.eligibility import EligibilityRule
from training.models.enrolments import Enrolment
from training.models.files import AttendanceFile
from training.models.followups import FollowUp
from training.models.groups import GroupFile
from training.models.learning import Attempt, Learning, MeetingLesson, StepDone
from training.models.lessons import Choice, Lesson, LessonVersion, Question, Step
from training.models.lti import Launch, PlatformKey, Pseudonym, Score, Tool, ToolLink, UsedAssertion
from training.models.marks import Mark
from training.models.meetings import CheckType, Meeting, Mode
from training.models.nominations import Nomination
from training.models.objections import Objection
from training.models.pools import SeatPool
from training.models.proposals import Criterion, CriterionAnswer, Proposal
from training.models.qualifications import Qualification, TrainerRule
from training.models.rounds import HeadApproval, Round, Seat
from training.models.selfcheck import DoorCode, SelfScan
from training.models.sheets import SignedSheet
from training.models.skipped import SkippedDate
from training.models.stays import Participant, ParticipantList, Stay
from training.models.surveys import Survey, SurveyCount, SurveyForm, SurveyItem, SurveyText
from training.models.trainers import Teaching, Trainer
from training.models.vouchers import SpeakerRate, Voucher, VoucherLine
from training.models.walkins import WalkIn
from training.models.wishes import Offer, Wish

__all__ = [
    "Attempt",
    "Attendance",
    "AttendanceFile",
    "CheckType",
    "Choice",
    "Completion",
    "Course",
    "CourseVersion",
    "Criterion",
    "CriterionAnswer",
    "Curriculum",
    "DoorCode",
    "EligibilityRule",
    "Enrolment",
    "Launch",
    "Learning",
    "Lesson",
    "LessonVersion",
    "LicenceActivity",
    "FollowUp",
    "Mark",
    "Material",
    "GroupFile",
    "HeadApproval",
    "Meeting",
    "MeetingLesson",
    "Mode",
    "Nomination",
    "Objection",
    "Offer",
    "Participant",
    "ParticipantList",
    "PlatformKey",
    "Proposal",
    "Qualification",
    "Pseudonym",
    "Question",
    "Round",
    "Score",
    "Seat",
    "SeatPool",
    "SelfScan",
    "SignedSheet",
    "SkippedDate",
    "SpeakerRate",
    "Survey",
    "SurveyCount",
    "SurveyForm",
    "SurveyItem",
    "SurveyText",
    "Stay",
    "Step",
    "StepDone",
    "Teaching",
    "Tool",
    "ToolLink",
    "Trainer",
    "Wish",
    "UsedAssertion",
    "TrainerRule",
    "Voucher",
    "VoucherLine",
    "WalkIn",
]
