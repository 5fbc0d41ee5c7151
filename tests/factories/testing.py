"""Scales, exams, sessions, bookings and results."""

from datetime import datetime, timedelta
from uuid import uuid4

import factory
from django.db.models import Max
from django.utils import timezone

from testing import numbers
from testing.actions.plans import lay_seats
from testing.lifecycles import SEATED, BookingStatus, ResultStatus, SessionStatus
from testing.models import Band, Booking, EligibilityRule, Exam, ExamPart, Result, Scale, Session, Wish
from tests.factories.accounts import PersonFactory
from tests.factories.centers import ReservationFactory, RoomFactory, SkillAreaFactory

CEFR = ["below_a1", "A1", "A2", "B1", "B2", "C1", "C2"]


class ScaleFactory(factory.django.DjangoModelFactory):
    """CEFR, with a band for each of its levels; scores of 10, 20 ... reach A1, A2 ..."""

    class Meta:
        model = Scale
        django_get_or_create = ("code", "version")
        skip_postgeneration_save = True

    code = "cefr"
    version = 1
    name_th = "กรอบอ้างอิงความสามารถทางภาษา (CEFR)"
    name_en = "CEFR"

    @factory.post_generation
    def bands(self, create, extracted, **kwargs):
        if create and not self.bands.exists():
            for rank, code in enumerate(extracted or CEFR):
                BandFactory(scale=self, rank=rank, code=code, name_th=code, name_en=code, min_score=rank * 10)


class BandFactory(factory.django.DjangoModelFactory):
    """One level of a scale."""

    class Meta:
        model = Band

    scale = factory.SubFactory(ScaleFactory)
    rank = factory.Sequence(lambda n: n + 100)
    code = factory.Sequence(lambda n: f"L{n}")
    name_th = factory.LazyAttribute(lambda o: f"ระดับ {o.code}")


class ExamFactory(factory.django.DjangoModelFactory):
    """English in two parts, on CEFR, valid for two years."""

    class Meta:
        model = Exam
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"exam{n}")
    name_th = "การทดสอบภาษาอังกฤษ HCEC"
    name_en = "HCEC English Test"
    skill = factory.SubFactory(SkillAreaFactory)
    scale = factory.SubFactory(ScaleFactory)
    validity_months = 24
    duration_minutes = 120

    @factory.post_generation
    def parts(self, create, extracted, **kwargs):
        if create:
            for position, code in enumerate(
                ["listening", "reading"] if extracted is None else extracted, start=1
            ):
                ExamPart.objects.create(
                    exam=self,
                    position=position,
                    code=code,
                    name_th=f"ส่วน {code}",
                    name_en=code.title(),
                    max_score=100,
                )


class RuleFactory(factory.django.DjangoModelFactory):
    """Thirty days between two tests of the exam, since last year."""

    class Meta:
        model = EligibilityRule

    exam = factory.SubFactory(ExamFactory)
    kind = "rest"
    value = 30
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=365))
    source = "ระเบียบการทดสอบของ HCEC"


class SessionFactory(factory.django.DjangoModelFactory):
    """Nine in the morning of tomorrow week, two hours, open for booking since yesterday, with its seats laid."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    class Params:
        room = factory.SubFactory(RoomFactory)

    exam = factory.SubFactory(ExamFactory)
    starts_at = factory.LazyFunction(
        lambda: timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=8)
    )
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=2))
    seats = factory.LazyAttribute(lambda o: o.room.seats)
    reservation = factory.SubFactory(
        ReservationFactory,
        room=factory.SelfAttribute("..room"),
        starts_at=factory.SelfAttribute("..starts_at"),
        ends_at=factory.SelfAttribute("..ends_at"),
    )
    center = factory.LazyAttribute(lambda o: o.room.center)
    opens_at = factory.LazyAttribute(
        lambda o: min(o.starts_at - timedelta(days=8), timezone.now()) - timedelta(days=1)
    )
    closes_at = factory.LazyAttribute(lambda o: o.starts_at - timedelta(days=2))
    cancel_until = factory.LazyAttribute(lambda o: o.starts_at - timedelta(days=1))
    status = SessionStatus.OPEN
    created_by = factory.SubFactory(PersonFactory)
    created_at = factory.LazyAttribute(lambda o: o.opens_at)

    @factory.post_generation
    def laid(self, create, extracted, **kwargs):
        if create:
            lay_seats(self)


class BookingFactory(factory.django.DjangoModelFactory):
    """A confirmed booking in the next free seat; status=WAITING gives the next number in line instead."""

    class Meta:
        model = Booking

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(PersonFactory)
    status = BookingStatus.CONFIRMED
    seat_no = factory.LazyAttribute(lambda o: next_seat(o.session) if o.status in SEATED else None)
    wait_no = factory.LazyAttribute(
        lambda o: (
            next_number(o.session) if o.status in (BookingStatus.WAITING, BookingStatus.LAPSED) else None
        )
    )
    code = factory.LazyFunction(numbers.new_code)
    idempotency_key = factory.LazyFunction(uuid4)
    starts_at = factory.SelfAttribute("session.starts_at")
    ends_at = factory.SelfAttribute("session.ends_at")
    booked_at = factory.LazyFunction(timezone.now)
    marked_at = factory.LazyAttribute(
        lambda o: o.session.starts_at if o.status in (BookingStatus.ATTENDED, BookingStatus.ABSENT) else None
    )
    marked_by = factory.LazyAttribute(lambda o: o.session.created_by if o.marked_at else None)
    cancelled_at = factory.LazyAttribute(
        lambda o: o.booked_at if o.status == BookingStatus.CANCELLED else None
    )
    cancelled_by = factory.LazyAttribute(lambda o: o.person if o.cancelled_at else None)


def next_seat(session: Session) -> int:
    """The lowest free seat; the session's hint moves with it as the booking function moves it."""
    taken = set(
        Booking.objects.filter(session=session, seat_no__isnull=False).values_list("seat_no", flat=True)
    )
    seat = next(number for number in range(1, session.seats + 1) if number not in taken)
    Session.objects.filter(pk=session.pk).update(free_from=seat + 1)
    return seat


def next_number(session: Session) -> int:
    """The number after the last one of the session's waiting list, as the booking function gives it."""
    last = Booking.objects.filter(session=session).aggregate(last=Max("wait_no"))["last"]
    return (last or 0) + 1


def finalised_session(starts_at: datetime | None = None, **fields) -> Session:
    """A session of last week whose attendance is confirmed; people with `BookingFactory(status=ATTENDED)`."""
    starts_at = starts_at or timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=7)
    finaliser = fields.pop("finalised_by", None) or PersonFactory()
    return SessionFactory(
        starts_at=starts_at,
        status=SessionStatus.FINALISED,
        finalised_by=finaliser,
        finalised_at=starts_at + timedelta(hours=3),
        **fields,
    )


class ResultFactory(factory.django.DjangoModelFactory):
    """B1, entered by one person and released by another; status=ENTERED for one that still waits."""

    class Meta:
        model = Result

    booking = factory.SubFactory(
        BookingFactory,
        session=factory.LazyFunction(lambda: finalised_session()),
        status=BookingStatus.ATTENDED,
    )
    scale = factory.SelfAttribute("booking.session.exam.scale")
    overall = factory.LazyAttribute(lambda o: Band.objects.get(scale=o.scale, code="B1"))
    total_score = 35
    status = ResultStatus.RELEASED
    entered_by = factory.SubFactory(PersonFactory)
    entered_at = factory.LazyAttribute(lambda o: o.booking.ends_at + timedelta(days=1))
    released_at = factory.LazyAttribute(
        lambda o: o.entered_at + timedelta(hours=1) if o.status == ResultStatus.RELEASED else None
    )
    released_by = factory.Maybe("released_at", factory.SubFactory(PersonFactory), None)


class WishFactory(factory.django.DjangoModelFactory):
    """Somebody who waits for any seat in a skill, anywhere, in the next three months."""

    class Meta:
        model = Wish
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    skill = factory.SubFactory(SkillAreaFactory)
    first_day = factory.LazyFunction(timezone.localdate)
    last_day = factory.LazyAttribute(lambda o: o.first_day + timedelta(days=90))
    until = factory.SelfAttribute("last_day")
    asked_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def provinces(self, create, extracted, **kwargs):
        if create and extracted:
            self.provinces.set(extracted)
