"""A laboratory is rehearsed before a test day: every workstation by one code, the outcome kept (6.4.8, 7.1)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from centers.actions import dryruns, readiness
from centers.actions.readiness import Measures
from centers.models import DryRun, DryRunSeat, Fault, ReadinessCheck
from centers.queries import dryruns as reads
from committees.models import Position
from hcec.core.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.committees import person_with
from tests.factories.registers import GOOD, stations
from tests.factories.testing import SessionFactory
from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db
SENT = {
    "kbps": 9000,
    "skew_ms": -40,
    "width": 1366,
    "height": 768,
    "audio": "on",
    "storage": "on",
    "browser": "X",
}


@pytest.fixture
def room():
    room = RoomFactory(seats=4)
    stations(room, 3)
    return room


@pytest.fixture
def officer(room):
    return person_with(Position.ICT_OFFICER, center=room.center)


@pytest.fixture
def run(room, officer):
    return dryruns.start(room, by=officer, at=timezone.now() - timedelta(minutes=12))


@pytest.fixture
def page(client, officer):
    client.force_login(officer)
    return client


def check(room, number, measures=GOOD):
    station = room.stations.get(number=number)
    return readiness.check(station, measures, by=PersonFactory(), at=timezone.now())


def shown(run):
    return [seat.state for seat in reads.seats(run)]


def ok(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


def joined(run, number):
    """A workstation's own browser, without an account, that joined by the code."""
    browser = StrictClient()
    answer = browser.post(reverse("dry-run"), {"code": run.code.lower(), "number": number})
    assert answer.url == reverse("dry-run-check")
    return browser


def test_checks_from_before_the_run_do_not_count_for_it(run):
    assert shown(run) == ["absent", "absent", "absent"]


def test_the_live_list_tells_passed_from_failed_from_joined_from_absent(room, run):
    check(room, 1)
    check(room, 2, Measures())
    dryruns.join(run.code, 3, at=timezone.now())
    seats = reads.seats(run)
    assert [seat.state for seat in seats] == ["passed", "failed", "joined"]
    assert "speed" in seats[1].failures


def test_the_last_check_of_a_workstation_counts(room, run):
    check(room, 1, Measures())
    check(room, 1)
    assert shown(run)[0] == "passed"


def test_a_room_has_one_run_at_a_time(room, run, officer):
    with pytest.raises(Refusal):
        dryruns.start(room, by=officer, at=timezone.now())


def test_a_room_without_workstations_has_nothing_to_rehearse(officer):
    with pytest.raises(Refusal):
        dryruns.start(RoomFactory(), by=officer, at=timezone.now())


def test_a_finished_run_keeps_what_was_seen_however_things_change_later(room, run, officer):
    check(room, 1)
    check(room, 2, Measures())
    done = dryruns.finish(run, by=officer, at=timezone.now())
    check(room, 2)
    assert (done.passed, done.stations, done.minutes) == (1, 3, 12)
    assert shown(DryRun.objects.get(pk=run.pk)) == ["passed", "failed", "absent"]
    assert not Fault.objects.exists()


def test_the_officer_makes_faults_of_those_that_failed(room, run, officer):
    check(room, 2, Measures())
    broken = room.stations.get(number=2)
    dryruns.finish(run, faults=[broken.pk], by=officer, at=timezone.now())
    fault = Fault.objects.get()
    assert fault.workstation == broken and "speed" not in fault.what


def test_a_workstation_that_passed_becomes_no_fault_and_the_run_goes_on(room, run, officer):
    check(room, 1)
    with pytest.raises(Refusal):
        dryruns.finish(run, faults=[room.stations.get(number=1).pk], by=officer, at=timezone.now())
    run.refresh_from_db()
    assert run.status == "running" and not DryRunSeat.objects.exists()


def test_a_run_is_finished_once(run, officer):
    dryruns.finish(run, by=officer, at=timezone.now())
    with pytest.raises(Refusal):
        dryruns.finish(run, by=officer, at=timezone.now())
    assert DryRun.objects.count() == 1


@pytest.mark.parametrize("number", [4, 99])
def test_a_number_that_the_room_does_not_have_joins_nothing(run, number):
    with pytest.raises(Refusal):
        dryruns.join(run.code, number, at=timezone.now())


def test_a_code_opens_nothing_after_its_day_or_after_the_run(run, officer):
    with pytest.raises(Refusal):
        dryruns.join(run.code, 1, at=run.started_at + timedelta(hours=13))
    dryruns.finish(run, by=officer, at=timezone.now())
    with pytest.raises(Refusal):
        dryruns.join(run.code, 1, at=timezone.now())


def test_a_workstation_without_an_account_joins_by_the_code_and_is_checked(room, run, officer):
    browser = joined(run, 2)
    assert "ที่นั่ง 2" in ok(browser.get(reverse("dry-run-check")))
    ok(browser.post(reverse("dry-run-check"), SENT, follow=True))
    row = ReadinessCheck.objects.filter(workstation__number=2).latest("at")
    assert row.passed and row.by == officer
    assert shown(run)[1] == "passed"


def test_the_measuring_pages_are_open_only_to_who_joined(run):
    assert StrictClient().get(reverse("dry-run-payload", args=[64])).status_code == 404
    assert StrictClient().get(reverse("dry-run-clock")).status_code == 404
    browser = joined(run, 1)
    assert len(browser.get(reverse("dry-run-payload", args=[64])).content) == 64 * 1024
    assert "now" in browser.get(reverse("dry-run-clock")).json()


def test_whoever_joined_is_out_as_soon_as_the_run_is_finished(run, officer):
    browser = joined(run, 1)
    dryruns.finish(run, by=officer, at=timezone.now())
    assert browser.post(reverse("dry-run-check"), SENT).url == reverse("dry-run")
    assert browser.get(reverse("dry-run-clock")).status_code == 404


def test_guessing_codes_is_slowed_down(run, monkeypatch):
    monkeypatch.setattr("centers.views.dryrun_stations.MOST_MISSES", 2)
    cache.clear()
    browser = StrictClient()
    answers = [
        browser.post(reverse("dry-run"), {"code": "WRNG22", "number": 1}).status_code for _ in range(3)
    ]
    assert answers == [200, 200, 429]
    cache.clear()


def test_the_pages_start_watch_and_finish_a_run(page, room):
    page.post(reverse("manage-dry-run-start", args=[room.pk]), {"for_day": "1/12/2569"})
    run = DryRun.objects.get()
    check(room, 1)
    check(room, 2, Measures())
    html = ok(page.get(reverse("manage-dry-run", args=[run.pk])))
    assert run.code[:3] in html
    fragment = ok(page.get(reverse("manage-dry-run", args=[run.pk]), headers={"HX-Target": "run-seats"}))
    assert "run-seats" in fragment and "<h1" not in fragment
    failed = room.stations.get(number=2)
    assert f'value="{failed.pk}"' in ok(page.get(reverse("manage-dry-run-finish", args=[run.pk])))
    ok(page.post(reverse("manage-dry-run-finish", args=[run.pk]), {"fault": [failed.pk]}, follow=True))
    assert Fault.objects.filter(workstation=failed).exists()
    assert "1 จาก 3" in ok(page.get(reverse("manage-lab", args=[room.pk])))


def test_a_check_entered_by_hand_counts_for_the_run(page, room, run):
    station = room.stations.get(number=1)
    page.post(reverse("manage-station-by-hand", args=[station.pk]), SENT)
    assert shown(run)[0] == "passed"


def test_the_session_manager_sees_the_last_run_of_the_room(client, room, run, officer):
    dryruns.finish(run, by=officer, at=timezone.now())
    client.force_login(person_with(Position.CENTER_MANAGER, center=room.center))
    session = SessionFactory(room=room)
    assert "0 จาก 3" in ok(client.get(reverse("manage-session", args=[session.pk])))
