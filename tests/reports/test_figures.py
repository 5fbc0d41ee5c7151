"""What is counted: each measure by its definition, each place by itself, all in a constant number of queries."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hcec.reports.figures import Counts, figures
from hcec.reports.measures import MEASURES
from hcec.reports.periods import Period
from hcec.reports.scopes import Scope
from tests.factories.testing import finalised_session
from tests.factories.training import a_completion
from tests.factories.verification import session_with_results
from tests.reports.scene import Scene, lay
from verification.actions import revocations
from verification.models import Certificate, Reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return lay()


def of(scope: Scope, scene: Scene) -> Counts:
    return figures(scope, scene.period).total


def test_a_center_counts_its_own(scene: Scene) -> None:
    counted = of(Scope(center=scene.here), scene)
    assert (counted.sessions, counted.seats, counted.booked) == (1, 40, 3)
    assert (counted.attended, counted.results, counted.certificates) == (3, 3, 1)


def test_absent_people_booked_but_did_not_attend_and_who_waited_or_cancelled_did_neither(
    scene: Scene,
) -> None:
    counted = of(Scope(center=scene.beside), scene)
    assert (counted.booked, counted.attended) == (2, 1)


def test_a_draft_is_no_session(scene: Scene) -> None:
    assert of(Scope(center=scene.beside), scene).sessions == 1


def test_a_province_is_the_sum_of_its_centers(scene: Scene) -> None:
    found = figures(Scope(province=scene.here.province), scene.period)
    assert [line.scope.center for line in found.lines] == [scene.here, scene.beside]
    assert found.total == found.lines[0].counts + found.lines[1].counts
    assert found.total.results == 4


def test_the_nation_is_the_sum_of_its_provinces(scene: Scene) -> None:
    found = figures(Scope(), scene.period)
    assert sum((line.counts for line in found.lines), Counts()) == found.total
    assert found.total.attended == 6


def test_a_place_where_nothing_happened_stands_there_with_zeros(scene: Scene) -> None:
    idle = figures(Scope(province=scene.here.province), Period(2564))
    assert [line.counts for line in idle.lines] == [Counts(), Counts()]


def test_levels_sum_to_the_results(scene: Scene) -> None:
    found = figures(Scope(), scene.period)
    assert sum(levels.total for levels in found.levels) == found.total.results
    assert {band.code: count for band, count in found.levels[0].counts if count} == {"B1": 6}


def test_a_session_counts_in_the_quarter_of_its_day_in_bangkok(scene: Scene) -> None:
    first = Period(2569, 1).starts_at  # midnight of 1 October 2025 in Bangkok: still September elsewhere
    finalised_session(starts_at=first)
    finalised_session(starts_at=first - timedelta(hours=1), ends_at=first)
    assert figures(Scope(), Period(2569, 1)).total.sessions == 1
    assert figures(Scope(), Period(2568, 4)).total.sessions == 1


def test_completed_training_is_counted_among_the_enrolled(scene: Scene) -> None:
    completion = a_completion()
    counted = figures(Scope(center=completion.round.center), Period(completion.round.fiscal_year)).total
    assert (counted.rounds, counted.enrolled, counted.completed) == (1, 1, 1)


def test_a_revoked_certificate_is_counted_no_more(scene: Scene) -> None:
    certificate = Certificate.objects.get()
    revocations.revoke(
        certificate, by=certificate.issued_by, at=timezone.now(), reason=Reason.OTHER, explanation="ทดสอบ"
    )
    assert of(Scope(center=scene.here), scene).certificates == 0


@pytest.mark.parametrize("measure", [m for m in MEASURES if m.key != "seats"], ids=lambda m: m.key)
def test_a_number_counts_exactly_the_rows_it_opens(scene: Scene, measure) -> None:
    for scope in (Scope(), Scope(province=scene.here.province), Scope(center=scene.here)):
        assert measure.rows(scope, scene.period).count() == getattr(of(scope, scene), measure.key)


def test_more_centers_and_sessions_cost_no_more_queries(scene: Scene, django_assert_num_queries) -> None:
    with django_assert_num_queries(8):
        figures(Scope(province=scene.here.province), scene.period)
    session_with_results(3, center=scene.beside)
    with django_assert_num_queries(8):
        figures(Scope(province=scene.here.province), scene.period)
