"""What an exam costs on a day, and which dated rows are in force (guideline 5.2.3, 7.4)."""

from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from hcec.accounts.models import User
from testing.models import Exam, ExamFee

Row = TypeVar("Row", bound=Model)


def on_day(rows: QuerySet[Row], day: date) -> QuerySet[Row]:
    """The rows in force on a day."""
    return rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


def fees(exam: Exam, day: date) -> list[ExamFee]:
    """The fees of an exam sat on that day, the latest of each kind; that of everyone else comes last."""
    found: dict[str, ExamFee] = {}
    for fee in on_day(ExamFee.objects.filter(exam=exam), day).order_by("valid_from", "pk"):
        found[fee.kind] = fee
    order = [*User.Kind.values, ""]
    return sorted(found.values(), key=lambda fee: order.index(fee.kind))


def fee_for(person: User, exam: Exam, day: date) -> ExamFee | None:
    """What this person pays for an exam sat on that day; nothing where it costs her nothing that is written down."""
    found = {fee.kind: fee for fee in fees(exam, day)}
    return found.get(person.kind) or found.get("")
