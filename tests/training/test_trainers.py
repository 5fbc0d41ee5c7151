"""Trainers: their terms, what qualifies them, what they led, and what is missing when they are put on a meeting (L5)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.committees import person_with
from tests.factories.training import (
    CourseFactory,
    TrainerFactory,
    a_date,
    held_round,
    plan_round,
    qualify,
)
from tests.training.test_planner import a_wish
from training.actions import meetings, qualifications, terms, trainers
from training.models import Meeting, Qualification, Teaching, Trainer, TrainerRule
from training.queries import qualified
from training.queries import trainers as reads
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("paper.pdf", b"%PDF-1.7")


@pytest.fixture
def trainer(center):
    return TrainerFactory(center=center)


@pytest.fixture
def course():
    return CourseFactory()


def rule(skill=None, *, refuses: bool = True, since: int = 0) -> TrainerRule:
    return TrainerRule.objects.create(
        skill=skill, refuses=refuses, valid_from=TODAY() - timedelta(days=since), source="ประกาศ ศธ."
    )


def planned(room, trainer, course):
    return plan_round(room=room, course=course, dates=[a_date(room, length=12, trainers=(trainer.person,))])


def said(round) -> list[str]:
    rows = Meeting.objects.filter(round=round).prefetch_related("teachings__person")
    return qualified.lacks(round, rows)


def test_without_a_rule_a_trainer_without_a_qualification_is_named_and_planned(room, trainer, course):
    (sentence,) = said(planned(room, trainer, course))
    assert trainer.person.name in sentence and course.skill.name in sentence


def test_a_qualified_trainer_lacks_nothing(room, trainer, course):
    qualify(trainer, course.skill)
    assert said(planned(room, trainer, course)) == []


def test_a_qualification_in_another_skill_does_not_count(room, trainer, course):
    qualify(trainer, CourseFactory(skill__code="other").skill)
    assert said(planned(room, trainer, course))


def test_a_qualification_counts_on_its_last_day_and_not_after(room, trainer, course):
    day = TODAY() + timedelta(days=7)
    paper = qualify(trainer, course.skill, until=day)
    ground = qualified.Ground([trainer.person_id], course.skill)
    assert ground.lack(trainer.person, day) is None
    assert "2569" in ground.lack(trainer.person, paper.until + timedelta(days=1)).sentence


def test_a_withdrawn_qualification_does_not_count(room, trainer, course):
    paper = qualify(trainer, course.skill)
    qualifications.withdraw(paper, reason="ปลอม", by=PersonFactory(), at=timezone.now())
    assert said(planned(room, trainer, course))


def test_under_the_ministrys_rule_the_trainer_is_refused_by_name_and_skill(room, trainer, course):
    rule()
    with pytest.raises(Refusal, match=course.skill.name):
        planned(room, trainer, course)


def test_under_the_rule_a_qualified_trainer_is_planned(room, trainer, course):
    rule()
    qualify(trainer, course.skill)
    assert Teaching.objects.filter(meeting__round=planned(room, trainer, course)).exists()


def test_the_skills_own_rule_goes_before_that_of_every_skill(room, trainer, course):
    rule()
    rule(course.skill, refuses=False, since=9)
    assert said(planned(room, trainer, course))


def test_a_rule_that_is_not_in_force_yet_refuses_nobody(room, trainer, course):
    rule(since=-30)
    assert said(planned(room, trainer, course))


def test_a_guest_speaker_is_warned_of_and_never_refused(room, center, course):
    rule()
    guest = TrainerFactory(center=center, kind=Trainer.Kind.SPEAKER)
    assert said(planned(room, guest, course))


def test_a_term_that_ends_before_the_meeting_is_refused_with_its_last_day(room, trainer, course):
    rule()
    qualify(trainer, course.skill)
    trainers.change(
        trainer,
        kind="core",
        until=TODAY() + timedelta(days=2),
        lends="own",
        by=PersonFactory(),
        at=timezone.now(),
    )
    with pytest.raises(Refusal, match="ถึงวันที่"):
        planned(room, trainer, course)


def test_who_is_on_a_meeting_already_does_not_stand_in_the_way_of_its_other_changes(room, trainer, course):
    meeting = planned(room, trainer, course).meetings.get()
    rule()
    plan = a_date(room, length=12, trainers=(trainer.person,))
    meetings.change(meeting, plan, by=PersonFactory(), at=timezone.now())
    with pytest.raises(Refusal):
        later = a_date(room, day=9, length=12, trainers=(trainer.person,))
        meetings.change(meeting, later, by=PersonFactory(), at=timezone.now())


def test_the_planner_of_a_term_says_before_saving_what_the_trainer_lacks(room, trainer):
    wish = a_wish(room, trainer=trainer.person)
    assert all(one.warning and not one.clash for one in terms.proposals(wish, at=timezone.now()))
    rule()
    seen = terms.proposals(wish, at=timezone.now())
    assert all(trainer.person.name in one.clash and not one.warning for one in seen)


def test_the_round_form_puts_the_refusal_on_its_date_and_keeps_what_was_typed(manager, room, trainer):
    from tests.training.test_manage_pages import date_form, go, round_form

    rule()
    date = date_form(0, day=7, room=room.pk, trainer=trainer.pk, minutes=360, topic="หัวข้อที่พิมพ์ไว้")
    page = manager.post(go("manage-round-new"), round_form(CourseFactory(hours=6), date)).content.decode()
    assert "ไม่มีหลักฐานคุณสมบัติ" in page and "หัวข้อที่พิมพ์ไว้" in page


def test_the_page_of_a_round_shows_what_its_trainers_lack(manager, room, trainer, course):
    round = planned(room, trainer, course)
    assert "ไม่มีหลักฐานคุณสมบัติ" in manager.read(reverse("manage-round", args=[round.pk]))


def test_a_paper_is_recorded_on_its_page_once_and_read_back(manager, trainer, course):
    form = {"skill": course.skill.pk, "kind": "level", "title": "CEFR C1", "since": "1/10/2568", "until": ""}
    path = reverse("manage-qualification-new", args=[trainer.pk])
    for _press in range(2):
        manager.post(path, form | {"evidence": pdf()})
    paper = Qualification.objects.get()
    assert (paper.trainer, paper.recorded_by) == (trainer, manager.person)
    assert "CEFR C1" in manager.read(reverse("manage-trainer", args=[trainer.pk]))
    answer = manager.get(reverse("manage-qualification-paper", args=[paper.pk]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_a_paper_without_the_paper_is_refused(manager, trainer, course):
    form = {"skill": course.skill.pk, "kind": "level", "title": "CEFR C1", "since": "1/10/2568"}
    manager.post(reverse("manage-qualification-new", args=[trainer.pk]), form)
    assert not Qualification.objects.exists()


def test_nobody_records_her_own_qualification(trainer, course):
    fields = {"skill": course.skill, "kind": "level", "title": "x", "since": TODAY(), "until": None}
    with pytest.raises(Refusal):
        qualifications.record(trainer, fields | {"evidence": pdf()}, by=trainer.person, at=timezone.now())
    paper = qualify(trainer, course.skill)
    with pytest.raises(Error), transaction.atomic():
        Qualification.objects.filter(pk=paper.pk).update(recorded_by=trainer.person)


def test_what_was_recorded_is_never_rewritten_nor_removed(trainer, course):
    paper = qualify(trainer, course.skill)
    for change in (lambda: paper.delete(), lambda: Qualification.objects.update(title="x")):
        with pytest.raises(Error), transaction.atomic():
            change()


def test_a_paper_is_withdrawn_for_a_reason_and_once(manager, trainer, course):
    paper = qualify(trainer, course.skill)
    path = reverse("manage-qualification-withdraw", args=[paper.pk])
    manager.post(path, {"reason": " "})
    assert Qualification.objects.standing().exists()
    manager.post(path, {"reason": "ออกผิดคน"})
    assert Qualification.objects.get().withdrawn_by == manager.person
    with pytest.raises(Refusal):
        qualifications.withdraw(paper, reason="x", by=manager.person, at=timezone.now())


def test_a_term_is_renewed_and_a_last_day_that_is_over_is_refused(manager, trainer):
    path = reverse("manage-trainer", args=[trainer.pk])
    manager.post(path, {"kind": "core", "until": "1/10/2570", "lends": "nation"})
    trainer.refresh_from_db()
    assert (str(trainer.until), trainer.lends) == ("2027-10-01", "nation")
    page = manager.post(path, {"kind": "core", "until": "1/10/2568", "lends": "nation"}).content.decode()
    trainer.refresh_from_db()
    assert str(trainer.until) == "2027-10-01" and "วันสุดท้ายต้องเป็นวันข้างหน้า" in page


def test_terms_of_a_person_at_a_center_do_not_overlap(trainer, center):
    with pytest.raises(Error), transaction.atomic():
        TrainerFactory(center=center, person=trainer.person, since=TODAY())
    trainers.end(trainer, on=TODAY(), by=PersonFactory(), at=timezone.now())
    assert TrainerFactory(center=center, person=trainer.person, since=TODAY()).pk


def test_an_ended_trainer_is_chosen_for_no_further_date(trainer):
    trainers.end(trainer, on=TODAY(), by=PersonFactory(), at=timezone.now())
    assert not Trainer.objects.choosable(TODAY()).exists()


def test_a_reminder_comes_once_before_the_end_to_the_planners_and_the_trainer(center, trainer, course):
    planner = person_with(Position.CENTER_MANAGER, center=center)
    Trainer.objects.update(until=TODAY() + timedelta(days=59))
    qualify(trainer, course.skill, until=TODAY() + timedelta(days=60))
    for _run in range(2):
        qualifications.remind(on=TODAY())
    assert Notice.objects.filter(person=planner).count() == 2
    assert Notice.objects.filter(person=trainer.person).count() == 2


def test_no_reminder_comes_before_sixty_days(trainer):
    Trainer.objects.update(until=TODAY() + timedelta(days=61))
    assert qualifications.remind(on=TODAY()) == 0


def test_a_renewed_term_is_reminded_of_again(trainer):
    Trainer.objects.update(until=TODAY() + timedelta(days=30), reminded_on=TODAY())
    later = TODAY() + timedelta(days=50)
    trainers.change(trainer, kind="core", until=later, lends="own", by=PersonFactory(), at=timezone.now())
    assert qualifications.remind(on=TODAY()) == 1


def test_load_is_what_was_led_this_term_and_what_is_to_come(manager, room, trainer, course):
    round = held_round(room=room, course=course, dates=[a_date(room, length=12, trainers=(trainer.person,))])
    other = RoomFactory(center=room.center)
    plan_round(room=other, dates=[a_date(other, day=20, length=2, trainers=(trainer.person,))])
    row = reads.with_load(Trainer.objects.all(), round.ends_at + timedelta(hours=1)).get()
    assert (row.led, row.led_hours, row.planned) == (1, "12", 1)


def test_the_pages_of_trainers_cost_no_more_with_more_trainers(manager, center, course):
    for _n in range(3):
        qualify(TrainerFactory(center=center), course.skill)
    manager.cost(reverse("manage-trainers"))
    manager.cost(reverse("manage-trainer", args=[Trainer.objects.first().pk]))
