"""A meeting is called, reaches its quorum, resolves, and its minutes are approved and frozen."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from committees.actions import minutes as minutes_actions
from committees.actions import sittings, todos
from committees.lifecycles import SittingStatus
from committees.models import ActionItem, Position, Resolution
from committees.queries import sittings as reads
from committees.refusals import Refusal
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.committees import AppointmentFactory
from tests.factories.work import SittingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return PersonFactory()


@pytest.fixture
def meeting(clerk):
    """In session; quorum 2; two members, neither in the room yet."""
    sitting = SittingFactory()
    for position in (Position.CLERK, Position.ICT_OFFICER):
        AppointmentFactory(committee=sitting.committee, position=position)
    sittings.call(sitting, notice_number="1", by=clerk, at=timezone.now())
    return sittings.open_sitting(sitting, by=clerk, at=timezone.now())


def seat(meeting, clerk, how_many):
    for member in reads.members(meeting)[:how_many]:
        sittings.arrive(meeting, member, by=clerk, at=timezone.now())


def resolve(meeting, clerk, **extra):
    return sittings.resolve(meeting.items.get(), text="เห็นชอบ", by=clerk, at=timezone.now(), **extra)


def minutes(meeting, text, version, clerk):
    return minutes_actions.write(meeting.items.get(), text=text, version=version, by=clerk, at=timezone.now())


def test_meetings_are_numbered_in_their_fiscal_year(clerk):
    committee = SittingFactory(number=1).committee
    second = sittings.plan(
        committee,
        {"starts_at": timezone.now(), "place": "ห้อง 1", "quorum": 2},
        titles=["เปิด"],
        by=clerk,
        at=timezone.now(),
    )
    assert second.number == 2


def test_every_member_of_the_day_is_told(meeting):
    assert Notice.objects.filter(key__startswith="sitting:").count() == 2


def test_a_meeting_without_an_agenda_is_not_called(clerk):
    sitting = SittingFactory()
    sitting.items.all().delete()
    with pytest.raises(Refusal):
        sittings.call(sitting, notice_number="", by=clerk, at=timezone.now())


def test_no_resolution_passes_below_the_quorum(meeting, clerk):
    seat(meeting, clerk, 1)
    with pytest.raises(Refusal, match="1.*2"):
        resolve(meeting, clerk)
    assert not Resolution.objects.exists()


def test_a_resolution_passes_with_the_quorum_and_keeps_the_count(meeting, clerk):
    seat(meeting, clerk, 2)
    assert resolve(meeting, clerk).present == 2


def test_the_quorum_is_lost_when_a_member_leaves(meeting, clerk):
    seat(meeting, clerk, 2)
    sittings.leave(meeting, reads.members(meeting)[0], by=clerk, at=timezone.now())
    with pytest.raises(Refusal):
        resolve(meeting, clerk)


def test_the_database_refuses_a_resolution_below_the_quorum(meeting):
    with pytest.raises(DatabaseError), transaction.atomic():
        Resolution.objects.create(
            item=meeting.items.get(), text="x", passed_at=timezone.now(), present=1, quorum=2
        )


def test_a_stranger_is_not_counted(meeting, clerk):
    with pytest.raises(Refusal):
        sittings.arrive(meeting, AppointmentFactory(), by=clerk, at=timezone.now())


def test_arriving_twice_counts_once(meeting, clerk):
    seat(meeting, clerk, 1)
    seat(meeting, clerk, 1)
    assert reads.present_count(meeting) == 1


def test_a_resolution_gives_tasks_with_owner_and_day(meeting, clerk):
    seat(meeting, clerk, 2)
    owner, day = PersonFactory(), timezone.localdate() + timedelta(days=7)
    resolve(meeting, clerk, tasks=[("จัดหาเครื่อง", owner, day)])
    assert [(a.what, a.due_on) for a in reads.actions_of(owner)] == [("จัดหาเครื่อง", day)]


def test_an_overdue_task_is_on_the_next_agenda_by_itself(meeting, clerk):
    seat(meeting, clerk, 2)
    resolve(meeting, clerk, tasks=[("จัดหาเครื่อง", PersonFactory(), timezone.localdate() - timedelta(days=1))])
    following = sittings.plan(
        meeting.committee,
        {"starts_at": timezone.now() + timedelta(days=30), "place": "ห้อง 1", "quorum": 2},
        titles=["เปิด"],
        by=clerk,
        at=timezone.now(),
    )
    assert [item.overdue_action is not None for item in following.items.order_by("position")] == [False, True]


def test_only_the_owner_says_that_a_task_is_done(meeting, clerk):
    seat(meeting, clerk, 2)
    owner = PersonFactory()
    resolve(meeting, clerk, tasks=[("จัดหาเครื่อง", owner, timezone.localdate())])
    with pytest.raises(Refusal):
        todos.move(ActionItem.objects.get(), "finish", outcome="เสร็จ", by=clerk, at=timezone.now())
    assert todos.move(
        ActionItem.objects.get(), "finish", outcome="เสร็จ", by=owner, at=timezone.now()
    ).finished_at


def test_two_who_write_the_same_minutes_lose_nobodys_text(meeting, clerk):
    minutes(meeting, "ข้อความของคนแรก", 0, clerk)
    with pytest.raises(minutes_actions.StaleMinutes) as stale:
        minutes(meeting, "ข้อความของคนที่สอง", 0, clerk)
    assert stale.value.item.minutes == "ข้อความของคนแรก"


def test_saving_the_same_text_twice_is_harmless(meeting, clerk):
    minutes(meeting, "ข้อความ", 0, clerk)
    assert minutes(meeting, "ข้อความ", 0, clerk).version == 1


def approved(meeting, clerk):
    minutes(meeting, "รายงาน", 0, clerk)
    sittings.close(meeting, by=clerk, at=timezone.now())
    later = SittingFactory(
        committee=meeting.committee, starts_at=meeting.starts_at + timedelta(days=1), number=99
    )
    sittings.call(later, notice_number="2", by=clerk, at=timezone.now())
    sittings.open_sitting(later, by=clerk, at=timezone.now())
    seat(later, clerk, 2)
    for item in meeting.items.all():
        minutes_actions.confirm_in(item, version=item.version, in_sitting=later, by=clerk, at=timezone.now())
    return minutes_actions.approve(meeting, in_sitting=later, by=clerk, at=timezone.now())


def test_minutes_are_approved_in_the_next_meeting_and_frozen_with_their_hash(meeting, clerk):
    frozen = approved(meeting, clerk)
    assert frozen.status == SittingStatus.APPROVED and frozen.minutes_sha256 == minutes_actions.digest(frozen)
    with pytest.raises(Refusal):
        minutes(meeting, "แก้", 1, clerk)


def test_a_changed_word_breaks_the_hash(meeting, clerk):
    frozen = approved(meeting, clerk)
    frozen.items.update(minutes="แก้ไขภายหลัง")
    assert minutes_actions.digest(frozen) != frozen.minutes_sha256


def test_a_meeting_does_not_approve_its_own_minutes(meeting, clerk):
    sittings.close(meeting, by=clerk, at=timezone.now())
    with pytest.raises(Refusal):
        minutes_actions.approve(meeting, in_sitting=meeting, by=clerk, at=timezone.now())
