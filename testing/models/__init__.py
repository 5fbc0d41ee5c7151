"""What is tested, when and where, who sits in which seat, and what came of it."""

from testing.models.accommodations import Accommodation, Measure, Need
from testing.models.apart import Duty, DutyWaiver, NearMiss, TrainerRest, Why
from testing.models.appeals import Appeal
from testing.models.bookings import Booking
from testing.models.conduct import Conduct, Incident, IncidentCode
from testing.models.corrections import Correction, ResultVersion
from testing.models.draws import Draw, DrawEntry
from testing.models.exams import Band, Exam, ExamPart, Scale
from testing.models.floors import Floor, Place, SeatDraw, SeatRule
from testing.models.moves import Exchange
from testing.models.noshows import NoShowAppeal
from testing.models.outside import OutsideResult, OutsideTest
from testing.models.parked import ParkedRow
from testing.models.payments import (
    Payment,
    PaymentProof,
    PayWords,
    Receipt,
    ReceiptCancellation,
    ReceiptSeries,
)
from testing.models.pools import SeatPool
from testing.models.results import PartScore, Result, ResultSheet
from testing.models.rules import EligibilityRule
from testing.models.scans import Outcome, Scan, ScanDecision
from testing.models.sessions import Seat, Session
from testing.models.substitutes import Substitution
from testing.models.terms import Equivalence, ExamFee, FeeWaiver, Recognition
from testing.models.walkins import WalkIn
from testing.models.wishes import Offer, Wish

__all__ = [
    "ParkedRow",
    "Accommodation",
    "Appeal",
    "Band",
    "Booking",
    "Conduct",
    "Correction",
    "Draw",
    "DrawEntry",
    "Duty",
    "DutyWaiver",
    "EligibilityRule",
    "NearMiss",
    "TrainerRest",
    "Why",
    "Equivalence",
    "Exam",
    "ExamFee",
    "ExamPart",
    "FeeWaiver",
    "Floor",
    "Incident",
    "IncidentCode",
    "Measure",
    "Need",
    "Outcome",
    "Exchange",
    "NoShowAppeal",
    "Offer",
    "OutsideResult",
    "OutsideTest",
    "PartScore",
    "PayWords",
    "Payment",
    "PaymentProof",
    "Place",
    "Recognition",
    "Receipt",
    "ReceiptCancellation",
    "ReceiptSeries",
    "Result",
    "ResultSheet",
    "ResultVersion",
    "Scale",
    "Scan",
    "ScanDecision",
    "Seat",
    "SeatDraw",
    "SeatPool",
    "SeatRule",
    "Session",
    "Substitution",
    "WalkIn",
    "Wish",
]
