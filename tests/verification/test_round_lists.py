"""The list of a round's certificates, printed from the data."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from committees.models import Position
from hcec.core import pdf
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.committees import person_with
from tests.factories.training import finalised_round, open_round
from tests.factories.verification import director_of
from tests.support.desks import signed_in
from training.models import Completion, Round
from verification import lists
from verification.actions import issuing, revocations
from verification.models import Certificate, Kind, Reason
from verification.statuses import CertificateState

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not pdf.available(), reason="Pango is missing")


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def round(center):
    """Three people completed, two of whom have their certificates."""
    round = finalised_round(room=RoomFactory(center=center), people=3)
    pks = list(Completion.objects.filter(enrolment__round=round).order_by("pk").values_list("pk", flat=True))
    issuing.issue(Kind.COMPLETION, pks[:2], by=director_of(center), at=timezone.now())
    return Round.objects.select_related("course", "center__province").get(pk=round.pk)


@pytest.fixture
def manager(center):
    return signed_in(person_with(Position.CENTER_MANAGER, center=center), center)


def page(round):
    return reverse("round-certificates", args=[round.pk])


def revoke_one() -> Certificate:
    certificate = Certificate.objects.order_by("pk").first()
    revocations.revoke(certificate, reason=Reason.MISCONDUCT, explanation="ลงชื่อแทนกัน", by=director_of(certificate.series.center), at=timezone.now() + timedelta(minutes=1))  # fmt: skip
    return certificate


def test_everybody_who_completed_is_listed_with_the_number_or_that_there_is_none_yet(round):
    found = lists.lines(round)
    assert [line.place for line in found] == [1, 2, 3]
    assert {line.number for line in found} == {"", *Certificate.objects.values_list("number", flat=True)}
    assert [bool(line.issued_on) for line in found].count(True) == 2


def test_a_revoked_certificate_stays_on_the_list_and_says_so(round):
    certificate = revoke_one()
    (line,) = [line for line in lists.lines(round) if line.number == certificate.number]
    assert not line.counts and line.standing == CertificateState.REVOKED.label


def test_the_list_asks_the_database_twice_however_many_people(round, django_assert_num_queries):
    with django_assert_num_queries(2):
        lists.lines(round)


@needs_pango
def test_the_manager_prints_it_from_the_completions_of_the_round(manager, round):
    assert page(round) in manager.read(reverse("manage-round-completions", args=[round.pk]))
    answer = manager.get(page(round))
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    assert all(number in text for number in Certificate.objects.values_list("number", flat=True))


def test_another_centers_manager_learns_nothing_of_it(round):
    elsewhere = CenterFactory()
    stranger = signed_in(person_with(Position.CENTER_MANAGER, center=elsewhere), elsewhere)
    assert stranger.get(page(round)).status_code == 404


def test_before_completions_are_decided_there_is_no_list(manager, center):
    answer = manager.get(page(open_round(room=RoomFactory(center=center))))
    assert answer.status_code == 302
