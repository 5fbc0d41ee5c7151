"""The pages of issuer and holder: what is ready, the press, the run, the list, one's own."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.accounts.models import Notice
from hcec.core import outbox, pdf
from hcec.core.access import Access, Permission, Reach
from hcec.core.models import Job
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import (
    a_certificate,
    a_file,
    approved_run,
    director_of,
    issue_results,
    results_of,
    session_with_results,
)
from verification.actions import papers, runs
from verification.models import Certificate, IssueRun, Kind
from verification.queries import todo
from verification.queries.runs import progress

pytestmark = pytest.mark.django_db
needs_pango = pytest.mark.skipif(not pdf.available(), reason="Pango is missing")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def director(center, client):
    person = director_of(center)
    client.force_login(person)
    return person


def prepared(client, scope: str = "kind=test_result", count: int = 1) -> IssueRun:
    press(client, scope, count)
    return IssueRun.objects.get()


def approved(client, director, center, count: int = 1) -> IssueRun:
    """The manager prepares, the director approves without a hold; the director stays signed in."""
    client.force_login(person_with(Position.CENTER_MANAGER, center=center))
    run = prepared(client, count=count)
    client.force_login(director)
    client.post(reverse("issue-run-approve", args=[run.pk]), {"release": "now"})
    run.refresh_from_db()
    return run


def press(client, scope: str = "kind=test_result", count: int = 1, key: str = ""):
    data = {"idempotency_key": key or uuid.uuid4().hex, "count": count}
    return client.post(f"{reverse('issue-confirm')}?{scope}", data)


def test_what_is_ready_is_listed_by_session_with_its_number(client, director, center):
    session_with_results(3, center=center)
    session_with_results(2)  # of another center
    listing = client.get(reverse("issue")).context["listing"]
    assert [(row.center, row.ready) for row in listing.page] == [(center, 3)]


def test_the_page_says_what_will_happen_before_it_does(client, director, center):
    session_with_results(3, center=center)
    text = client.get(f"{reverse('issue-confirm')}?kind=test_result").content.decode()
    assert "จะส่งใบประกาศนียบัตร 3 ฉบับให้ผู้อนุมัติ" in text
    assert not IssueRun.objects.exists()


def test_the_press_prepares_a_run_over_exactly_these(client, director, center):
    session = session_with_results(3, center=center)
    answer = press(client, count=3)
    run = IssueRun.objects.get()
    assert answer["Location"] == reverse("issue-run", args=[run.pk])
    assert sorted(run.sources) == [result.pk for result in results_of(session)]
    assert (run.status, run.centers) == ("prepared", [center.pk])
    assert not Job.objects.filter(kind="certificate.issue").exists()


def test_pressed_twice_with_one_key_it_is_one_run(client, director, center):
    session_with_results(1, center=center)
    key = uuid.uuid4().hex
    assert press(client, key=key)["Location"] == press(client, key=key)["Location"]
    assert IssueRun.objects.count() == 1


def test_a_number_that_changed_meanwhile_is_shown_again_and_nothing_issued(client, director, center):
    session_with_results(2, center=center)
    answer = press(client, count=1)
    assert "จำนวนเปลี่ยนไปจากที่ท่านเห็นเมื่อครู่" in answer.content.decode()
    assert not IssueRun.objects.exists()


def test_with_nothing_to_issue_the_press_is_refused_by_a_sentence(client, director):
    answer = press(client, count=0)
    assert "ไม่มีรายการให้ออก" in answer.content.decode()


@needs_pango
def test_the_run_shows_real_counts_and_ends_with_a_notice(client, director, center):
    session_with_results(2, center=center)
    run = approved(client, director, center, count=2)
    assert (progress(run).issued, progress(run).waiting, progress(run).finished) == (0, 2, False)
    outbox.run(["certificate.issue:" + str(run.pk)])
    assert (progress(run).issued, progress(run).made, progress(run).finished) == (2, 0, False)
    outbox.run_all_due()
    assert (progress(run).made, progress(run).finished, progress(run).left_out) == (2, True, 0)
    assert Notice.objects.filter(person=director, key=f"issue-run:{run.pk}:finished").count() == 1


def test_htmx_asks_for_the_counts_alone_and_the_last_answer_reloads_the_page(client, director, center):
    session_with_results(1, center=center)
    run = approved(client, director, center)
    path = reverse("issue-run", args=[run.pk])
    part = client.get(path, headers={"HX-Request": "true", "HX-Target": "run"})
    assert part.content.decode().strip().startswith("<div")
    assert "HX-Refresh" not in part
    runs.carry_on(run, at=timezone.now())
    papers.record([a_file(Certificate.objects.get())])
    assert client.get(path, headers={"HX-Request": "true", "HX-Target": "run"})["HX-Refresh"] == "true"


def test_what_another_run_issued_first_is_left_out_and_said(client, director, center):
    session = session_with_results(2, center=center)
    results = [result.pk for result in results_of(session)]
    run = approved_run(by=director, key="a", results=results)
    issue_results(results_of(session)[0], by=person_with(Position.OBEC_OFFICER))
    runs.carry_on(run, at=timezone.now())
    assert (progress(run).issued, progress(run).left_out) == (1, 1)
    assert "1 ฉบับไม่ได้ออกในครั้งนี้" in client.get(reverse("issue-run", args=[run.pk])).content.decode()


def test_a_run_taken_up_again_after_a_kill_issues_the_rest_once(director, center):
    session = session_with_results(5, center=center)
    results = [result.pk for result in results_of(session)]
    run = approved_run(by=director, key="a", results=results)
    issue_results(*results_of(session)[:2], by=director)  # as far as it came
    assert runs.carry_on(run, at=timezone.now()) == 3
    assert runs.carry_on(run, at=timezone.now()) == 0
    assert sorted(Certificate.objects.values_list("seq", flat=True)) == [1, 2, 3, 4, 5]


def test_what_is_ones_own_is_left_for_another_to_prepare(client, director, center):
    session_with_results([director], center=center)
    session_with_results(1, center=center)
    text = client.get(f"{reverse('issue-confirm')}?kind=test_result").content.decode()
    assert "1 ฉบับเป็นของท่านเอง" in text
    assert "ส่งใบประกาศนียบัตร 1 ฉบับให้ผู้อนุมัติ" in text


def test_what_the_approver_may_not_issue_is_counted_and_explained(client, director, center):
    session_with_results([director], center=center)
    session_with_results(2, center=center, entered_by=director)
    session_with_results(1, center=center)
    client.force_login(person_with(Position.CENTER_MANAGER, center=center))
    run = prepared(client, count=4)
    client.force_login(director)
    text = client.get(reverse("issue-run", args=[run.pk])).content.decode()
    assert "1 ฉบับเป็นของท่านเอง" in text
    assert "2 ฉบับท่านเป็นผู้บันทึกข้อมูลเอง" in text


def test_one_center_can_be_issued_alone(client):
    officer = person_with(Position.OBEC_OFFICER)
    client.force_login(officer)
    here, there = session_with_results(2), session_with_results(1)
    press(client, f"kind=test_result&center={here.center.pk}", count=2)
    assert sorted(IssueRun.objects.get().sources) == [result.pk for result in results_of(here)]
    assert results_of(there)[0].pk not in IssueRun.objects.get().sources


@needs_pango
def test_the_preview_shows_the_words_of_today_and_a_specimen(client, director, center):
    [result] = results_of(session_with_results(1, center=center))
    text = client.get(reverse("issue-preview", args=[Kind.TEST_RESULT, result.pk])).content.decode()
    assert result.booking.person.name_th in text
    paper = client.get(reverse("issue-preview-file", args=[Kind.TEST_RESULT, result.pk]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert not Certificate.objects.exists()


def test_the_holder_finds_her_certificate_and_downloads_it(client):
    certificate = a_certificate()
    client.force_login(certificate.holder)
    assert certificate.number in client.get(reverse("my-certificates")).content.decode()
    path = reverse("my-certificate-file", args=[certificate.number])
    assert client.get(path).status_code == 503
    if pdf.available():
        papers.make(certificate, at=timezone.now())
        answer = client.get(path)
        assert answer["Content-Disposition"] == f'attachment; filename="{certificate.number}.pdf"'
        assert answer["Cache-Control"] == "no-store, private"


def test_without_pango_the_pages_say_so(client, monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    certificate = a_certificate()
    client.force_login(certificate.holder)
    for path in (reverse("my-certificates"), reverse("my-certificate-file", args=[certificate.number])):
        assert "ขณะนี้เครื่องแม่ข่ายยังสร้างแฟ้ม PDF ไม่ได้" in client.get(path).content.decode()


def test_an_empty_page_says_how_certificates_come(client):
    client.force_login(PersonFactory())
    assert "ยังไม่มีใบประกาศนียบัตร" in client.get(reverse("my-certificates")).content.decode()


def test_work_waits_for_the_issuer_with_count_and_age(director, center):
    session_with_results(2, center=center)
    reach = Reach(centers=frozenset({center.pk}))
    access = Access.of([(Permission.CERTIFICATE_ISSUE, reach), (Permission.CERTIFICATE_PREPARE, reach)])
    [item] = todo(access, director, timezone.now())
    assert (item.count, item.path) == (2, f"{reverse('issue')}?kind=test_result")
    assert todo(Access(), director, timezone.now()) == []


@pytest.mark.parametrize(
    "path",
    [
        lambda c, s: reverse("issue"),
        lambda c, s: reverse("issued-certificates"),
        lambda c, s: reverse("issue-runs"),
        lambda c, s: reverse("issue-group", args=[Kind.TEST_RESULT, s.pk]),
        lambda c, s: f"{reverse('issue-confirm')}?kind=test_result",
    ],
    ids=["ready", "issued", "runs", "group", "confirm"],
)
def test_one_row_and_many_cost_the_same_queries(client, director, center, path):
    session = session_with_results(1, center=center)
    issue_results(*results_of(session_with_results(1, center=center)), by=director)
    costs = []
    for more in (0, 4):
        if more:
            session = session_with_results(more, center=center)
            issue_results(*results_of(session_with_results(more, center=center)), by=director)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path(center, session)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
    assert costs[0] <= 14


def test_of_a_run_over_several_branches_each_reader_sees_the_certificates_of_hers(client, director, center):
    officer = person_with(Position.OBEC_OFFICER)
    here, there = session_with_results(1, center=center), session_with_results(1)
    results = [result.pk for session in (here, there) for result in results_of(session)]
    run = approved_run(by=officer, key="nation", results=results)
    runs.carry_on(run, at=timezone.now())
    answer = client.get(reverse("issue-run", args=[run.pk]))
    assert [row.series.center for row in answer.context["listing"].page] == [center]
    assert answer.context["progress"].issued == 2
