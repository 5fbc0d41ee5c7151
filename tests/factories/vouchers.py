"""Speakers' pay: rates, meetings that were held, vouchers."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F

from centers.models import Center
from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.training import a_date, held_round
from training.actions import vouchers
from training.models import Meeting, Mode, Round, SpeakerRate, Voucher


def rates() -> None:
    """600 and 1,200 baht an hour since long ago."""
    for payee, baht in (("government", 600), ("outside", 1200)):
        SpeakerRate.objects.get_or_create(
            payee=payee,
            valid_from=date(2012, 10, 1),
            defaults={"per_hour": Decimal(baht), "source": "ระเบียบ กค."},
        )


def taught(center: Center | None = None, person: User | None = None, **about: object) -> Round:
    """A round of one virtual day of twelve hours (it covers the course) that `person` taught and two people attended."""
    room = RoomFactory(**({"center": center} if center else {}))
    person = person or PersonFactory()
    day = a_date(
        None, hour=8, length=12, mode=Mode.VIRTUAL, link="https://meet.example/a", trainers=(person,)
    )
    return held_round(room=room, dates=[day], **about)


def long_ago(round: Round) -> Round:
    """The same round a month earlier, so that it is over now; its teaching follows its meeting."""
    month = timedelta(days=30)
    for meeting in round.meetings.all():
        meetings = Meeting.objects.filter(pk=meeting.pk)
        meetings.update(starts_at=meeting.starts_at - month, ends_at=meeting.ends_at - month)
    columns = ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")
    Round.objects.filter(pk=round.pk).update(**{name: F(name) - month for name in columns})
    return Round.objects.get(pk=round.pk)


def a_voucher(center: Center | None = None, *, person: User | None = None, by: User | None = None) -> Voucher:
    """A voucher that waits for approval: 12 hours at 600 baht."""
    rates()
    person = person or PersonFactory()
    round = taught(center, person)
    return vouchers.prepare(
        round,
        person,
        payee="government",
        address="99 หมู่ 1 ต.บึงกาฬ",
        by=by or PersonFactory(),
        at=round.ends_at + timedelta(hours=2),
    )
