"""Results: read as people write them, entered whole or not at all, released by another."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from hcec.accounts.models import Notice
from testing.actions import reference, results
from testing.actions.results import Entry
from testing.lifecycles import BookingStatus, ResultStatus
from testing.marks import MarkScheme
from testing.models import Band, Exam, Result
from testing.queries import certifiable_results
from testing.refusals import Refusal
from tests.factories.centers import SkillAreaFactory
from tests.factories.testing import BookingFactory, ExamFactory, ResultFactory, finalised_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(room):
    return finalised_session(room=room)


@pytest.fixture
def booking(session):
    return BookingFactory(session=session, status=BookingStatus.ATTENDED)


def band(booking, code):
    return Band.objects.get(scale=booking.session.exam.scale, code=code)


def entry(booking, code="B2"):
    return Entry(booking, band(booking, code))


def grid(booking, **texts):
    return {f"{booking.pk}-{name}": value for name, value in texts.items()}


def upload(desk, session, rows, name="results.csv"):
    file = SimpleUploadedFile(name, "\r\n".join(rows).encode("utf-8-sig"))
    return desk.post(reverse("manage-result-upload", args=[session.pk]), {"file": file})


def test_parts_take_scores_and_levels_in_one_grid(clerk, session, booking):
    path = reverse("manage-session-results", args=[session.pk])
    clerk.post(path, grid(booking, listening="72.5", reading="b2", total="", overall="B1"))
    result = Result.objects.get(booking=booking)
    scores = {
        score.part.code: (score.score, score.band and score.band.code) for score in result.part_scores.all()
    }
    assert scores == {"listening": (Decimal("72.50"), None), "reading": (None, "B2")}
    assert (result.overall.code, result.status, result.entered_by) == (
        "B1",
        ResultStatus.ENTERED,
        clerk.person,
    )


def test_a_total_gives_the_level_that_it_reaches(clerk, session, booking):
    clerk.post(
        reverse("manage-session-results", args=[session.pk]), grid(booking, listening="20", reading="๑๙")
    )
    result = Result.objects.get(booking=booking)
    assert (result.total_score, result.overall.code) == (Decimal("39.00"), "B1")


def test_one_unreadable_mark_and_nothing_is_entered_nor_lost(clerk, session, booking):
    other = BookingFactory(session=session, status=BookingStatus.ATTENDED)
    data = grid(booking, overall="B9") | grid(other, overall="B1")
    response = clerk.post(reverse("manage-session-results", args=[session.pk]), data)
    assert Result.objects.count() == 0
    assert 'value="B9"' in response.content.decode() and response.context["grid"].mistakes == 1


def test_a_score_above_the_parts_highest_is_a_slip_of_the_keyboard(clerk, session, booking):
    clerk.post(
        reverse("manage-session-results", args=[session.pk]), grid(booking, listening="720", overall="B1")
    )
    assert Result.objects.count() == 0


def test_entering_again_before_release_replaces(clerk, booking):
    results.enter([entry(booking, "A2")], by=clerk.person, at=timezone.now())
    results.enter([entry(booking, "B2")], by=clerk.person, at=timezone.now())
    assert Result.objects.get().overall.code == "B2"


def test_an_untouched_line_keeps_who_entered_it(clerk, manager, session, booking):
    results.enter([entry(booking, "A2")], by=manager.person, at=timezone.now())
    other = BookingFactory(session=session, status=BookingStatus.ATTENDED)
    data = grid(booking, overall="A2") | grid(other, overall="B1")
    clerk.post(reverse("manage-session-results", args=[session.pk]), data)
    assert Result.objects.get(booking=booking).entered_by == manager.person


def test_who_was_absent_has_no_result(clerk, session):
    absent = BookingFactory(session=session, status=BookingStatus.ABSENT)
    with pytest.raises(Refusal):
        results.enter([entry(absent)], by=clerk.person, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultFactory(booking=absent)


def test_a_level_of_another_scale_is_refused(clerk, booking):
    strange = ExamFactory(scale__code="other").scale.bands.first()
    with pytest.raises(Refusal):
        results.enter([Entry(booking, strange)], by=clerk.person, at=timezone.now())


def test_the_database_holds_the_level_to_its_scale(booking):
    strange = ExamFactory(scale__code="other").scale.bands.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ResultFactory(booking=booking, overall=strange)


def test_another_person_releases_and_the_candidate_is_told_at_once(clerk, director, session, booking):
    results.enter([entry(booking)], by=clerk.person, at=timezone.now())
    director.post(reverse("manage-release", args=[session.pk]))
    result = Result.objects.get()
    assert (result.status, result.released_by) == (ResultStatus.RELEASED, director.person)
    assert Notice.objects.filter(person=booking.person, path=reverse("booking", args=[booking.code])).exists()
    assert list(certifiable_results()) == [result]


def test_nobody_releases_what_they_entered(clerk, director, session, booking):
    results.enter([entry(booking)], by=director.person, at=timezone.now())
    director.post(reverse("manage-release", args=[session.pk]))
    assert Result.objects.get().status == ResultStatus.ENTERED


def test_the_database_refuses_a_release_by_the_one_who_entered(booking):
    result = ResultFactory(booking=booking, status=ResultStatus.ENTERED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(pk=result.pk).update(
            status="released", released_by=result.entered_by, released_at=timezone.now()
        )


def test_a_released_result_cannot_be_entered_again(clerk, booking):
    ResultFactory(booking=booking)
    with pytest.raises(Refusal):
        results.enter([entry(booking)], by=clerk.person, at=timezone.now())


def test_the_clerk_cannot_release(clerk, session):
    assert clerk.get(reverse("manage-release", args=[session.pk])).status_code == 403


def test_the_downloaded_table_filled_in_is_the_table_that_is_read(clerk, session, booking):
    file = clerk.get(reverse("manage-result-template", args=[session.pk])).content
    book = load_workbook(io.BytesIO(file))
    heads = [cell.value for cell in book.active[1]]
    book.active.cell(row=2, column=len(heads)).value = "C1"
    filled = io.BytesIO()
    book.save(filled)
    path = reverse("manage-result-upload", args=[session.pk])
    shown = clerk.post(path, {"file": SimpleUploadedFile("r.xlsx", filled.getvalue())}, follow=True)
    assert Result.objects.count() == 0 and len(shown.context["checked"].entries) == 1
    clerk.post(shown.redirect_chain[-1][0])
    assert Result.objects.get(booking=booking).overall.code == "C1"


def test_applying_a_table_twice_is_once(clerk, session, booking):
    shown = upload(clerk, session, ["code,overall", f"{booking.code},B1"])
    clerk.post(shown.url)
    first = Result.objects.get().entered_at
    clerk.post(shown.url)
    assert Result.objects.get().entered_at == first


def test_the_same_file_again_is_refused(clerk, session, booking):
    rows = ["code,overall", f"{booking.code},B1"]
    clerk.post(upload(clerk, session, rows).url)
    assert "tone-bad" in upload(clerk, session, rows).content.decode()


def test_every_problem_of_a_table_has_its_row_and_nothing_is_written(clerk, session, booking):
    absent = BookingFactory(session=session, status=BookingStatus.ABSENT)
    rows = [
        "code,listening,overall",
        f"{booking.code},50,B1",
        "XXXX,50,B1",
        f"{absent.code},50,B1",
        f"{BookingFactory().code},50,B1",
        f"{BookingFactory(session=session, status=BookingStatus.ATTENDED).code},500,Z9",
    ]
    response = upload(clerk, session, rows)
    assert [problem.row for problem in response.context["problems"]] == [6, 6]
    assert response.status_code == 422 and Result.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff" * 5000, "ชื่อ,นามสกุล\r\nก,ข".encode(), b"%PDF-1.7 no table", b"PK\x03\x04 no zip"],
)
def test_a_file_that_is_no_table_is_explained(clerk, session, content):
    file = SimpleUploadedFile("results.csv", content)
    response = clerk.post(reverse("manage-result-upload", args=[session.pk]), {"file": file})
    assert response.status_code in (200, 422) and "tone-bad" in response.content.decode()


def test_the_digital_scale_takes_the_sum_of_its_areas(room):
    for code in ("english", "digital", "chinese"):
        SkillAreaFactory(code=code)
    reference.load()
    scheme = MarkScheme.of(Exam.objects.get(code="hcec-digital"))
    found, wrong = scheme.entry(BookingFactory(), {part.code: "15" for part in scheme.parts})
    assert (wrong, found.total_score, found.overall.code) == ({}, Decimal(75), "advanced")


def test_reference_data_loads_again_and_again():
    for code in ("english", "digital", "chinese"):
        SkillAreaFactory(code=code)
    assert reference.load() == reference.load()
