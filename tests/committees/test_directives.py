"""A directive comes down level by level, and its sender sees who has not acknowledged (6.1.1, 6.3.1, 6.4.1)."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from committees.actions import directives
from committees.models import Acknowledgement, Directive, Position
from committees.queries import directives as reads
from committees.refusals import Refusal
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.committees import CommitteeFactory, person_with
from tests.factories.work import DirectiveFactory, chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def levels():
    return chain()


@pytest.fixture
def officer():
    return person_with(Position.OBEC_OFFICER)


def published(officer, **fields) -> Directive:
    return directives.publish(DirectiveFactory(**fields), by=officer, at=timezone.now())


def acknowledge(directive, committee, plan=""):
    return directives.acknowledge(directive, committee, plan=plan, by=PersonFactory(), at=timezone.now())


def test_a_draft_has_reached_nobody(levels):
    assert not reads.has_reached(DirectiveFactory(), levels[1])


def test_the_province_receives_it_on_publication_and_the_center_not_yet(levels, officer):
    directive = published(officer)
    assert reads.has_reached(directive, levels[1])
    assert not reads.has_reached(directive, levels[2])


def test_the_center_cannot_acknowledge_before_its_province(levels, officer):
    with pytest.raises(Refusal):
        acknowledge(published(officer), levels[2])


def test_it_comes_down_to_the_center_when_the_province_acknowledges(levels, officer):
    directive = published(officer)
    acknowledge(directive, levels[1])
    assert acknowledge(directive, levels[2]).committee == levels[2]


def test_another_provinces_acknowledgement_does_not_pass_it_down(levels, officer):
    directive = published(officer)
    acknowledge(directive, chain()[1])
    assert not reads.has_reached(directive, levels[2])


def test_where_only_centers_are_asked_they_receive_it_at_once(levels, officer):
    assert reads.has_reached(published(officer, to_provinces=False), levels[2])


def test_a_committee_acknowledges_once(levels, officer):
    directive = published(officer)
    acknowledge(directive, levels[1])
    with pytest.raises(Refusal):
        acknowledge(directive, levels[1])


def test_a_local_plan_is_demanded_where_one_is_asked_for(levels, officer):
    directive = published(officer, plan_asked=True)
    with pytest.raises(Refusal):
        acknowledge(directive, levels[1], plan="  ")
    assert acknowledge(directive, levels[1], plan="จัดสอบเดือนละครั้ง").plan == "จัดสอบเดือนละครั้ง"


def test_those_who_may_acknowledge_are_told_when_it_reaches_them(levels, officer):
    director = person_with(Position.AREA_DIRECTOR, province=levels[1].province)
    manager = person_with(Position.CENTER_MANAGER, center=levels[2].center)
    directive = published(officer)
    assert (
        Notice.objects.filter(person=director).exists() and not Notice.objects.filter(person=manager).exists()
    )
    acknowledge(directive, levels[1])
    assert Notice.objects.filter(person=manager).exists()


def test_the_sender_sees_how_many_are_missing_at_each_level(levels, officer):
    directive = published(officer)
    acknowledge(directive, levels[1])
    standing = {s.level: (s.asked, s.acknowledged, s.missing) for s in reads.standings(directive)}
    assert standing == {"province": (1, 1, 0), "center": (1, 0, 1)}


def test_a_committee_sees_what_waits_for_it(levels, officer):
    directive = published(officer)
    assert reads.waiting_for(levels[1]) == [directive] and reads.waiting_for(levels[2]) == []
    acknowledge(directive, levels[1])
    assert reads.waiting_for(levels[1]) == [] and reads.waiting_for(levels[2]) == [directive]


def test_a_withdrawn_directive_waits_for_nobody(levels, officer):
    directive = published(officer)
    directives.withdraw(directive, by=officer, at=timezone.now())
    assert reads.waiting_for(levels[1]) == []


def test_a_directive_to_nobody_is_refused_by_the_database():
    with pytest.raises(DatabaseError), transaction.atomic():
        DirectiveFactory(to_provinces=False, to_centers=False)


def test_an_acknowledgement_is_never_rewritten(levels, officer):
    acknowledge(published(officer), levels[1])
    with pytest.raises(DatabaseError), transaction.atomic():
        Acknowledgement.objects.update(plan="อื่น")


def test_the_center_committee_of_another_province_is_not_under_this_one():
    obec, province, center = chain()
    other = CommitteeFactory()
    directive = DirectiveFactory(issuer=obec)
    assert other not in reads.next_receivers(directive, province)
    assert reads.next_receivers(directive, province) == [center]
