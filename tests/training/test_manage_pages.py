"""How a center manager plans a round, looks after it, takes attendance and decides completions."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hcec.core import pdf
from tests.core.reading import plain, read_back
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory, WorkplaceFactory
from tests.factories.training import (
    CourseFactory,
    TrainerFactory,
    a_date,
    enrol,
    finalised_round,
    held_round,
    open_round,
    plan_round,
)
from training.actions import rounds
from training.lifecycles import RoundStatus
from training.models import Attendance, Completion, Enrolment, Meeting, Mode, Round, Trainer

pytestmark = pytest.mark.django_db


def go(name: str, pk: int | None = None) -> str:
    return reverse(name, args=[] if pk is None else [pk])


def boxes(prefix: str, at) -> dict[str, str]:
    """A date and time as its plain boxes post it, in the Buddhist era."""
    at = timezone.localtime(at)
    return {
        f"{prefix}_day": str(at.day),
        f"{prefix}_month": str(at.month),
        f"{prefix}_year": str(at.year + 543),
        f"{prefix}_time": f"{at:%H.%M}",
    }


def date_form(number: int, *, day: int, **fields: object) -> dict[str, str]:
    on = timezone.localtime() + timedelta(days=day)
    filled = {
        "mode": "face_to_face",
        "on": f"{on.day}/{on.month}/{on.year + 543}",
        "starts": "09.00",
        "ends": "16.00",
    }
    return {f"dates-{number}-{name}": str(value) for name, value in (filled | fields).items()}


def round_form(course, *dates: dict[str, str], **fields: str) -> dict[str, str]:
    now = timezone.now()
    management = {"dates-TOTAL_FORMS": "3", "dates-INITIAL_FORMS": "0"}
    empty = {f"dates-{n}-mode": "face_to_face" for n in range(3)}
    filled = {
        "course": str(course.pk),
        "seats": "20",
        **boxes("opens_at", now + timedelta(hours=1)),
        **boxes("closes_at", now + timedelta(days=5)),
        **boxes("cancel_until", now + timedelta(days=5)),
    }
    for date in dates:
        empty |= date
    return filled | management | empty | fields


def test_a_manager_plans_a_blended_round_in_one_sitting(manager, room):
    course, trainer = CourseFactory(hours=20), TrainerFactory(center=room.center)
    form = round_form(
        course,
        date_form(0, day=7, room=room.pk, trainer=trainer.pk, minutes=360),
        date_form(1, day=8, mode="virtual", join_link="https://meet.example.org/x"),
        date_form(2, day=9, mode="elearning", minutes=480, starts="08.00", ends="23.00"),
    )
    response = manager.post(go("manage-round-new"), form)
    round = Round.objects.get()
    assert response["Location"] == go("manage-round", round.pk)
    meetings = list(round.meetings.order_by("starts_at"))
    assert [m.mode for m in meetings] == [Mode.FACE_TO_FACE, Mode.VIRTUAL, Mode.ELEARNING]
    assert [m.minutes for m in meetings] == [360, 420, 480]
    assert meetings[0].teachings.get().person == trainer.person


def test_a_clash_is_shown_at_its_own_date_and_nothing_that_was_typed_is_lost(manager, room):
    plan_round(room=room, dates=[a_date(room, day=8, hour=13, length=2)])
    form = round_form(
        CourseFactory(),
        date_form(0, day=7, room=room.pk),
        date_form(1, day=8, room=room.pk, topic="การฟังและพูด"),
        name="รุ่นปิดภาคเรียน",
    )
    page = manager.post(go("manage-round-new"), form).content.decode()
    assert Round.objects.count() == 1
    assert room.name in page
    assert "การฟังและพูด" in page
    assert "รุ่นปิดภาคเรียน" in page
    assert f'value="{form["closes_at_year"]}"' in page


def test_more_dates_keep_what_was_typed(manager, room):
    form = round_form(CourseFactory(), date_form(0, day=7, room=room.pk, topic="ทบทวน")) | {"more": "1"}
    page = manager.post(go("manage-round-new"), form).content.decode()
    assert not Round.objects.exists()
    assert "ทบทวน" in page
    assert 'name="dates-5-mode"' in page


@pytest.mark.parametrize("total", ["", "x", "-1", "99999", "31"])
def test_a_broken_count_of_dates_breaks_nothing(manager, room, total):
    form = round_form(CourseFactory(), date_form(0, day=7, room=room.pk)) | {"dates-TOTAL_FORMS": total}
    for more in ({}, {"more": "1"}):
        assert manager.post(go("manage-round-new"), form | more).status_code in (200, 302)


def test_a_round_without_a_date_is_not_planned(manager, room):
    assert manager.post(go("manage-round-new"), round_form(CourseFactory())).status_code == 200
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"room": ""},
        {"ends": "08.00"},
        {"minutes": "9999"},
        {"on": "31/2/2570"},
        {"starts": "25.00"},
        {"mode": "elearning", "room": ""},
        {"until": "1/1/2599"},
        {"mode": "virtual", "join_link": "javascript:alert(1)"},
        {"room": "999999"},
    ],
)
def test_a_wrong_date_says_so_beside_its_field(manager, room, wrong):
    form = round_form(CourseFactory(), date_form(0, day=7, **({"room": room.pk} | wrong)))
    page = manager.post(go("manage-round-new"), form).content.decode()
    assert "field-bad" in page
    assert not Round.objects.exists()


def test_a_room_of_another_center_cannot_be_chosen(manager):
    form = round_form(CourseFactory(), date_form(0, day=7, room=RoomFactory().pk))
    manager.post(go("manage-round-new"), form)
    assert not Round.objects.exists()


def test_another_center_cannot_be_planned_for(manager):
    other = RoomFactory().center
    assert manager.get(f"{go('manage-round-new')}?center={other.pk}").status_code == 404


def test_a_round_moves_from_draft_to_open_to_closed_by_its_buttons(manager, room):
    round = plan_round(room=room)
    seen = []
    for move in ("open", "close", "reopen"):
        manager.post(go(f"manage-round-{move}", round.pk))
        seen.append(Round.objects.get().status)
    assert seen == [RoundStatus.OPEN, RoundStatus.CLOSED, RoundStatus.OPEN]


def test_a_move_that_is_not_possible_says_why(manager, room):
    round = open_round(room=room)
    page = manager.post(go("manage-round-finish", round.pk), follow=True).content.decode()
    assert 'role="alert"' in page
    assert Round.objects.get().status == RoundStatus.OPEN


def test_the_round_is_edited_and_its_values_are_filled_in(manager, room):
    round = plan_round(room=room, conditions="นำคอมพิวเตอร์มาด้วย")
    assert "นำคอมพิวเตอร์มาด้วย" in manager.read(go("manage-round-edit", round.pk))
    form = {"seats": "5", **boxes("opens_at", round.opens_at), **boxes("closes_at", round.closes_at)}
    response = manager.post(
        go("manage-round-edit", round.pk), form | boxes("cancel_until", round.cancel_until)
    )
    assert response.status_code == 302
    assert Round.objects.get().seats == 5


def test_calling_off_says_first_how_many_are_told(manager, room):
    round = open_round(room=room, seats=1)
    enrol(round), enrol(round)
    assert "2" in manager.read(go("manage-round-call-off", round.pk))
    manager.post(go("manage-round-call-off", round.pk), {"reason": "ไฟฟ้าดับทั้งอำเภอ"})
    assert Round.objects.get().status == RoundStatus.CALLED_OFF


def test_a_date_is_added_changed_and_taken_away(manager, room):
    round = plan_round(room=room)
    on = timezone.localtime() + timedelta(days=12)
    form = {"mode": "face_to_face", "on": f"{on.day}/{on.month}/{on.year}", "starts": "9.00", "ends": "12.00"}
    manager.post(go("manage-meeting-new", round.pk), form | {"room": room.pk})
    meeting = Meeting.objects.latest("starts_at")
    assert meeting.minutes == 180
    manager.post(go("manage-meeting", meeting.pk), form | {"room": room.pk, "ends": "15.00"})
    assert Meeting.objects.get(pk=meeting.pk).minutes == 360
    manager.post(go("manage-meeting-remove", meeting.pk))
    assert Meeting.objects.filter(round=round).count() == 2


def test_the_form_of_a_date_is_filled_with_what_it_is(manager, room):
    trainer = TrainerFactory(center=room.center)
    meeting = plan_round(
        room=room, dates=[a_date(room, length=12, trainers=(trainer.person,))]
    ).meetings.get()
    page = manager.read(go("manage-meeting", meeting.pk))
    assert f'<option value="{room.pk}" selected>' in page
    assert f'<option value="{trainer.pk}" selected>' in page
    assert 'value="09.00"' in page


def test_the_center_takes_a_place_back_with_a_reason(manager, room):
    round = open_round(room=room, seats=1)
    first, second = enrol(round), enrol(round)
    manager.post(go("manage-enrolment-cancel", first.pk), {"reason": "ขอถอนชื่อทางโทรศัพท์"})
    assert Enrolment.objects.get(pk=second.pk).seat_no == 1


def a_day_of_training(room, people: int = 3) -> tuple[Meeting, list[Enrolment]]:
    """A meeting that is over, of a round with people in it and nothing on record."""
    round = open_round(room=room, seats=people, dates=[a_date(room, length=12)])
    inside = [enrol(round, WorkplaceFactory().person) for _ in range(people)]
    shift = round.ends_at - timezone.now() + timedelta(hours=1)
    past = {
        name: getattr(round, name) - shift
        for name in ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")
    }
    meeting = round.meetings.select_related("reservation").get()
    type(meeting.reservation).objects.update(starts_at=past["starts_at"], ends_at=past["ends_at"])
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=past["starts_at"], ends_at=past["ends_at"])
    Round.objects.filter(pk=round.pk).update(**past)
    rounds.finish(round, by=None, at=timezone.now())
    return Meeting.objects.select_related("round").get(), inside


def minutes() -> dict[int, int]:
    return dict(Attendance.objects.values_list("enrolment_id", "minutes"))


def test_attendance_is_taken_person_by_person(manager, room):
    meeting, (one, two, three) = a_day_of_training(room)
    form = {
        f"e{one.pk}": "present",
        f"e{two.pk}": "absent",
        f"e{three.pk}": "present",
        f"e{three.pk}-minutes": "๙๐",
    }
    manager.post(go("manage-attendance", meeting.pk), form)
    assert minutes() == {one.pk: 720, two.pk: 0, three.pk: 90}


def test_a_line_without_a_mark_stays_unrecorded(manager, room):
    meeting, (one, *_rest) = a_day_of_training(room)
    manager.post(go("manage-attendance", meeting.pk), {f"e{one.pk}": "present"})
    assert minutes() == {one.pk: 720}


def test_the_whole_sheet_is_entered_by_its_exceptions(manager, room):
    meeting, (one, two, three) = a_day_of_training(room)
    manager.post(go("manage-attendance", meeting.pk), {"quick": "2, 3=90", "quick_save": "1"})
    assert minutes() == {one.pk: 720, two.pk: 0, three.pk: 90}


@pytest.mark.parametrize("quick", ["9", "x", "1=", "1=9999", "=5", "1=-3", "²"])
def test_a_seat_that_is_none_is_named_and_nothing_is_saved(manager, room, quick):
    meeting, _people = a_day_of_training(room)
    page = manager.post(
        go("manage-attendance", meeting.pk), {"quick": quick, "quick_save": "1"}
    ).content.decode()
    assert 'id="quick-error"' in page
    assert not Attendance.objects.exists()


def test_enter_in_the_grid_never_presses_the_button_for_everybody(manager, room):
    meeting, (one, *_rest) = a_day_of_training(room)
    page = manager.read(go("manage-attendance", meeting.pk))
    quick, grid = page.index('name="quick_save"'), page.index(f'name="e{one.pk}-minutes"')
    assert "</form>" in page[quick:grid]


def test_wrong_minutes_are_shown_beside_the_person_and_nothing_is_saved(manager, room):
    meeting, (one, two, _three) = a_day_of_training(room)
    form = {f"e{one.pk}": "present", f"e{two.pk}": "present", f"e{two.pk}-minutes": "999"}
    page = manager.post(go("manage-attendance", meeting.pk), form).content.decode()
    assert f'id="e{two.pk}-error"' in page
    assert 'value="999"' in page
    assert not Attendance.objects.exists()


def test_the_grid_shows_what_is_on_record(manager, room):
    meeting, (one, _two, three) = a_day_of_training(room)
    manager.post(go("manage-attendance", meeting.pk), {"quick": "1 3=90", "quick_save": "1"})
    page = manager.read(go("manage-attendance", meeting.pk))
    assert f'name="e{one.pk}" value="absent" checked' in page
    assert f'name="e{three.pk}-minutes" value="90"' in page


def test_the_ict_officer_takes_attendance_too_but_plans_nothing(ict, room):
    meeting, _people = a_day_of_training(room)
    assert go("manage-attendance", meeting.pk) in ict.read(go("manage-attendance-due"))
    ict.post(go("manage-attendance", meeting.pk), {"quick": "", "quick_save": "1"})
    assert Attendance.objects.filter(present=True).count() == 3
    assert ict.get(go("manage-rounds")).status_code == 403


@pytest.mark.skipif(not pdf.available(), reason="Pango is missing")
def test_the_sheet_to_sign_reads_back_with_every_name(manager, room):
    meeting, people = a_day_of_training(room)
    response = manager.get(go("manage-attendance-sheet", meeting.pk))
    assert response["Content-Type"] == "application/pdf"
    text = read_back(response.content)
    for enrolment in people:
        assert plain(enrolment.person.first_name_th) in text


def test_completions_are_previewed_and_decided(manager, room):
    round = held_round(people=2, minutes=(360, 100), room=room)
    page = manager.read(go("manage-round-completions", round.pk))
    assert "27.77" in page
    manager.post(go("manage-round-completions", round.pk))
    assert Completion.objects.get().enrolment.seat_no == 1
    assert manager.read(go("manage-round-completions", round.pk))


def test_missing_attendance_is_linked_from_the_preview(manager, room):
    meeting, _people = a_day_of_training(room)
    page = manager.read(go("manage-round-completions", meeting.round_id))
    assert go("manage-attendance", meeting.pk) in page
    manager.post(go("manage-round-completions", meeting.round_id))
    assert not Completion.objects.exists()


def test_a_trainer_is_added_by_the_address_of_an_account_and_ended(manager, center):
    person = PersonFactory()
    form = {
        "center": center.pk,
        "email": person.email.upper(),
        "kind": "master",
        "since": "1/10/2569",
        "lends": "own",
    }
    manager.post(go("manage-trainers"), form)
    trainer = Trainer.objects.get()
    assert (trainer.person, trainer.center) == (person, center)
    manager.post(go("manage-trainer-end", trainer.pk))
    assert Trainer.objects.get().until


@pytest.mark.parametrize("email", ["nobody@example.org", "not-an-address", ""])
def test_an_address_without_an_account_is_refused(manager, center, email):
    form = {"center": center.pk, "email": email, "kind": "core", "since": "1/10/2569", "lends": "own"}
    assert manager.post(go("manage-trainers"), form).status_code == 200
    assert not Trainer.objects.exists()


def test_the_same_trainer_twice_is_refused(manager, center):
    trainer = TrainerFactory(center=center)
    form = {
        "center": center.pk,
        "email": trainer.person.email,
        "kind": "core",
        "since": "1/10/2569",
        "lends": "own",
    }
    assert manager.post(go("manage-trainers"), form).status_code == 200
    assert Trainer.objects.count() == 1


def test_the_list_of_rounds_costs_the_same_for_one_and_three(manager, room):
    days = iter(range(7, 30))
    plan_round(room=room, dates=[a_date(room, day=next(days))])
    one = manager.cost(go("manage-rounds"))
    for _ in range(2):
        plan_round(room=room, dates=[a_date(room, day=next(days))])
    assert manager.cost(go("manage-rounds")) == one


@pytest.mark.parametrize(
    "page", ["manage-round", "manage-round-people", "manage-round-attendance", "manage-round-completions"]
)
def test_pages_of_a_round_cost_the_same_for_one_person_and_three(manager, room, page):
    round = open_round(room=room, seats=3)
    enrol(round, WorkplaceFactory().person)
    one = manager.cost(go(page, round.pk))
    enrol(round, WorkplaceFactory().person), enrol(round, WorkplaceFactory().person)
    assert manager.cost(go(page, round.pk)) == one


def test_the_grid_costs_the_same_for_one_person_and_three(manager, room):
    meeting, _people = a_day_of_training(room, people=1)
    one = manager.cost(go("manage-attendance", meeting.pk))
    Round.objects.get()
    other = RoomFactory(center=room.center)
    round = held_round(people=3, room=other)
    assert manager.cost(go("manage-attendance", round.meetings.first().pk)) == one


@pytest.mark.parametrize("page", ["manage-round-new", "manage-trainers", "manage-attendance-due"])
def test_other_pages_keep_the_budget(manager, room, page):
    TrainerFactory(center=room.center)
    a_day_of_training(room)
    manager.cost(go(page))


def test_forms_of_a_round_keep_the_budget(manager, room):
    round = open_round(room=room)
    enrolment = enrol(round)
    for name in ("manage-round-edit", "manage-round-call-off", "manage-meeting-new"):
        manager.cost(go(name, round.pk))
    manager.cost(go("manage-meeting", round.meetings.first().pk))
    manager.cost(go("manage-enrolment-cancel", enrolment.pk))


def test_a_finalised_round_still_shows_all_its_pages(manager, room):
    round = finalised_round(people=1, room=room)
    for name in (
        "manage-round",
        "manage-round-people",
        "manage-round-attendance",
        "manage-round-completions",
    ):
        manager.read(go(name, round.pk))


def test_two_presses_of_the_form_of_a_round_plan_one_round(manager, room):
    form = round_form(CourseFactory(hours=6), date_form(0, day=7, room=room.pk, minutes=360))
    form |= {"idempotency_key": "5a0a4c1e-5a50-4f0e-9d0b-3c7a8a4f6d11"}
    for _press in range(2):
        assert manager.post(go("manage-round-new"), form).status_code == 302
    assert Round.objects.count() == 1
