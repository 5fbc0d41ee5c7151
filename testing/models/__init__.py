"""What is tested, when and where, who sits in which seat, and what came of it."""

from testing.models.appeals import Appeal
from testing.models.bookings import Booking
from testing.models.corrections import Correction, ResultVersion
from testing.models.draws import Draw, DrawEntry
from testing.models.exams import Band, Exam, ExamPart, Scale
from testing.models.moves import Exchange
from testing.models.pools import SeatPool
from testing.models.results import PartScore, Result, ResultSheet
from testing.models.sessions import Seat, Session
from testing.models.wishes import Offer, Wish

__all__ = [
    "Appeal",
    "ResultVersion",
    "Correction",
    "Band",
    "Booking",
    "Draw",
    "DrawEntry",
    "Exam",
    "ExamPart",
    "Exchange",
    "Offer",
    "PartScore",
    "Result",
    "ResultSheet",
    "Scale",
    "Seat",
    "SeatPool",
    "Session",
    "Wish",
]
