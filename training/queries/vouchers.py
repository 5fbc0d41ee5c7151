"""What speakers may be paid for: meetings that were held, by whom they were taught, not in another voucher yet."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from training.lifecycles import RoundStatus, VoucherStatus
from training.models import Attendance, Meeting, Mode, Round, SpeakerRate, Teaching, Voucher, VoucherLine

HALF, WHOLE = 25, 50


def paid_hours(minutes: int) -> Decimal:
    """Hours that are paid for so many minutes: a further hour counts from 50 minutes, half of one from 25 (regulation of
    the Ministry of Finance on training expenses B.E. 2549, clause 14)."""
    hours, rest = divmod(minutes, 60)
    return hours + (Decimal(1) if rest >= WHOLE else Decimal("0.5") if rest >= HALF else Decimal(0))


@dataclass
class Due:
    """A person with the meetings of a round for which she has not been paid."""

    person: User
    meetings: list[tuple[Meeting, Decimal]] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        return sum((hours for _meeting, hours in self.meetings), Decimal(0))


def due(round: Round, at: datetime) -> list[Due]:
    """Whoever taught meetings of the round that were held and are in no voucher that counts. Held: over, in a round that
    was not called off, and somebody was there. E-learning has no hour in which anybody speaks."""
    if round.status in (RoundStatus.DRAFT, RoundStatus.CALLED_OFF):
        return []
    present = Attendance.objects.filter(meeting=OuterRef("meeting"), present=True)
    paid = VoucherLine.objects.filter(meeting=OuterRef("meeting"), person=OuterRef("person"), counts=True)
    rows = Teaching.objects.filter(Exists(present), ~Exists(paid), meeting__round=round, ends_at__lte=at)
    found: dict[int, Due] = {}
    taught = rows.exclude(meeting__mode=Mode.ELEARNING).select_related("person", "meeting")
    for row in taught.order_by("starts_at", "pk"):
        if hours := paid_hours(row.meeting.minutes):
            found.setdefault(row.person_id, Due(row.person)).meetings.append((row.meeting, hours))
    return list(found.values())


def rate_on(payee: str, day: date) -> SpeakerRate | None:
    """The rate of a kind of payee that is in force on a day; the later one where two are."""
    lasts = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = SpeakerRate.objects.filter(lasts, payee=payee, valid_from__lte=day)
    return rows.order_by("-valid_from", "-pk").first()


def of_centers(access: Access, permission: Permission = Permission.VOUCHER_PREPARE) -> QuerySet[Voucher]:
    """The vouchers of the centers over which the person holds the power, newest first."""
    rows = Voucher.objects.within(access, permission)
    people = ("person", "prepared_by", "decided_by", "rate", "round__course", "center__province")
    return rows.select_related(*people).order_by("-prepared_at", "-pk")


def waiting(access: Access) -> QuerySet[Voucher]:
    """Those that somebody is to approve."""
    rows = Voucher.objects.within(access, Permission.VOUCHER_APPROVE)
    return rows.filter(status=VoucherStatus.PREPARED)
