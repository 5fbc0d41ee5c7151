"""The small demo: a year of everything, told once, with every invariant holding."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from committees.models import Committee, Level, Publication
from committees.queries import ledger
from hcec.accounts.models import User
from hcec.core.integrity import all_invariants
from hcec.core.thai import fiscal_year
from hcec.demo.accounts import ACCOUNTS, CENTER
from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus
from testing.models import Booking, NearMiss, Payment, Receipt, Result, Session
from training.lifecycles import RoundStatus
from training.models import Completion, Learning, Round, ToolLink
from verification.lifecycles import RunStatus
from verification.models import Certificate, IssueRun, Kind, Reason, Revocation
from verification.sources import ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_mode")]


def invent(**options: object) -> str:
    said = StringIO()
    call_command("demo_data", stdout=said, **options)
    return said.getvalue()


def test_without_places_it_says_what_to_run_first() -> None:
    with pytest.raises(CommandError, match="load_reference"):
        invent()


def test_a_year_of_activity_stands_around_today(places) -> None:
    invent(people=150)
    now = timezone.now()
    assert set(Session.objects.values_list("status", flat=True)) >= {
        SessionStatus.DRAFT, SessionStatus.OPEN, SessionStatus.HELD, SessionStatus.FINALISED,
    }  # fmt: skip
    assert set(Booking.objects.values_list("status", flat=True)) >= {
        BookingStatus.CONFIRMED, BookingStatus.WAITING, BookingStatus.ATTENDED, BookingStatus.ABSENT,
    }  # fmt: skip
    assert set(Result.objects.values_list("status", flat=True)) == set(ResultStatus)
    assert set(Round.objects.values_list("status", flat=True)) >= {RoundStatus.OPEN, RoundStatus.FINALISED}
    assert Completion.objects.exists()
    assert Learning.objects.filter(done_at=None).exists() and ToolLink.objects.exists()
    assert set(Payment.objects.values_list("status", flat=True)) >= {"due", "uploaded", "confirmed"}
    assert Receipt.objects.filter(replaces__isnull=False).count() == NearMiss.objects.count() == 1
    assert Certificate.objects.count() > 100
    assert set(Certificate.objects.values_list("kind", flat=True)) == set(Kind) - {Kind.ATTESTATION}
    assert IssueRun.objects.get(status=RunStatus.PREPARED).kind == Kind.ATTESTATION
    assert set(Revocation.objects.values_list("reason", flat=True)) == {Reason.WRONG_FACTS, Reason.REPLACED}
    assert ready(Kind.ATTESTATION).exists()
    span = Session.objects.order_by("starts_at")
    assert (now - span.first().starts_at).days > 300
    assert span.last().starts_at > now
    broken = {each.name: rows for each in all_invariants() if (rows := each.broken())}
    assert broken == {}
    told = invent(people=150)
    assert "there already" in told


def test_the_demos_own_people_have_something_to_see(places) -> None:
    invent(people=150)
    teacher = User.objects.get(email="teacher@demo.hcec.example")
    statuses = set(teacher.bookings.values_list("status", flat=True))
    assert statuses >= {BookingStatus.CONFIRMED, BookingStatus.WAITING, BookingStatus.ATTENDED}
    assert teacher.certificates.exists()
    assert Session.objects.filter(
        center__code=CENTER, starts_at__gt=timezone.now(), starts_at__lt=timezone.now() + timedelta(hours=2.1)
    ).exists()
    today = timezone.localdate()
    province = Committee.objects.get(level=Level.PROVINCE, province__code="50")
    climbed = ledger.climbed(province, fiscal_year(today) - 1, today)
    assert any(late for _center, late in climbed), "a late duty has climbed to the demo's province"
    assert Publication.objects.exists()


def test_the_accounts_are_printed_as_the_contract_says() -> None:
    said = StringIO()
    call_command("demo_accounts", json=True, stdout=said)
    rows = json.loads(said.getvalue())
    assert len(rows) == len(ACCOUNTS)
    assert set(rows[0]) == {"role", "level", "place", "email", "password", "totp_secret"}
    assert {row["role"] for row in rows} >= {
        "teacher", "public", "student", "center_manager", "clerk", "ict_officer", "school_director",
        "deputy_director", "center_supervisor", "supervisor", "area_director", "obec_officer", "obec_member",
        "ministry_member",
    }  # fmt: skip
