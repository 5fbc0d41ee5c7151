"""The survey after a course: answers that belong to nobody, shown to nobody too early, words read before a trainer does."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.models import Position
from committees.queries import access_of
from hcec.accounts.models import Notice
from hcec.core.models import AuditEntry, Job
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.evaluation import after, over, places_of, say, survey_form, surveyed_round, taught_by_one
from tests.factories.training import enrol, held_round, open_round
from tests.support.desks import signed_in
from training.actions import clock, rounds, surveys
from training.integrity import INVARIANTS
from training.models import Enrolment, Survey, SurveyCount, SurveyItem, SurveyText, Teaching
from training.queries import surveys as reads
from training.queries import work
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
COUNTED = [i for i in INVARIANTS if "answered" in i.name]


@pytest.fixture
def round(room):
    return surveyed_round(room=room)


def answered(round, levels=(5, 5, 4, 4, 3), words="ดีมาก"):
    for place, level in zip(places_of(round), levels, strict=True):
        say(place, level, words=words)
    return Survey.objects.get(round=round)


def results(survey):
    return {(b.trainer is None, r.item.text_th): r for b in reads.blocks(survey) for r in b.results}


def test_mean_deviation_and_band_of_each_question(round):
    found = results(answered(round))[True, "เนื้อหา"]
    assert (found.rating.answers, found.rating.mean, str(found.band.label)) == (5, 4.2, str(found.band.label))
    assert found.rating.deviation == pytest.approx(0.8367, abs=0.0001) and found.band == 4


def test_a_trainer_is_rated_alone_and_may_be_left_out(round):
    places = places_of(round)
    for place in places:
        say(place, 2, trainer_level=5)
    survey = Survey.objects.get(round=round)
    course, trainer = reads.blocks(survey)
    assert (course.trainer, course.whole.mean, trainer.whole.mean) == (None, 2, 5)
    assert trainer.trainer == Teaching.objects.get().person


def test_answering_twice_counts_once(round):
    place = places_of(round)[0]
    assert [say(place, 5), say(place, 1)] == [True, False]
    assert set(SurveyCount.objects.filter(people=1).values_list("level", flat=True)) == {5}


@pytest.mark.parametrize(("days", "may"), [(-1, False), (1, True), (14, False)])
def test_answers_are_taken_for_fourteen_days_from_the_last_meeting(round, days, may):
    place = places_of(round)[0]
    if may:
        assert say(place, days=days)
    else:
        with pytest.raises(Refusal):
            say(place, days=days)


def test_nobody_answers_for_another_nor_without_a_place(round):
    place, stranger = places_of(round)[0], PersonFactory()
    with pytest.raises(Refusal):
        surveys.answer(place, {}, {}, form=1, by=stranger, at=after(round))


def test_whoever_was_at_no_meeting_rates_nothing():
    survey_form()
    round = held_round(people=1, minutes=(0,))
    with pytest.raises(Refusal):
        say(places_of(round)[0])


def test_every_question_about_the_course_is_answered(round):
    place = places_of(round)[0]
    item = SurveyItem.objects.get(position=1)
    with pytest.raises(Refusal):
        surveys.answer(place, {(item.pk, None): 5}, {}, form=1, by=place.person, at=after(round))
    assert not Enrolment.objects.filter(survey_answered=True).exists() and not Survey.objects.exists()


def test_questions_that_changed_since_the_form_was_opened_are_refused(round):
    place = places_of(round)[0]
    with pytest.raises(Refusal):
        surveys.answer(place, {}, {}, form=7, by=place.person, at=after(round))


# Nothing leads from an answer back to its person.


def test_no_table_of_answers_has_a_person_who_answered_or_a_time():
    columns = {f.name for model in (SurveyCount, SurveyText, Survey) for f in model._meta.fields}
    assert columns == {
        *("id", "round", "form", "answers", "survey", "item", "trainer", "level", "people"),
        *("words", "status", "read_by", "read_at"),
    }
    assert not [f for f in Enrolment._meta.fields if "survey" in f.name and f.name != "survey_answered"]


def test_answering_leaves_no_trace_in_audit_notices_or_jobs(round):
    before = [model.objects.count() for model in (AuditEntry, Notice, Job)]
    say(places_of(round)[0], words="ดี")
    assert [model.objects.count() for model in (AuditEntry, Notice, Job)] == before


def xmins(table, survey):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {table} WHERE survey_id = %s", [survey.pk])
        return {row[0] for row in cursor.fetchall()}


def ctids(survey):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT words FROM training_surveytext WHERE survey_id = %s ORDER BY ctid", [survey.pk]
        )
        return [row[0] for row in cursor.fetchall()]


def test_no_row_shows_by_its_transaction_which_answer_came_last(round):
    """Each answer is a subtransaction here, so that rows which were left alone would keep another number."""
    for number, place in enumerate(places_of(round)):
        with transaction.atomic():
            say(place, number % 5 + 1, words=f"คำ {number}")
    survey = Survey.objects.get(round=round)
    assert len(xmins("training_surveycount", survey)) == 1
    assert len(xmins("training_surveytext", survey)) == 1


def test_words_lie_in_an_order_drawn_by_lot_under_new_keys():
    round = surveyed_round(people=12)
    places = places_of(round)
    for number, place in enumerate(places[:11]):
        say(place, words=f"{number:02}")
    survey = Survey.objects.get(round=round)
    keys, order = set(survey.texts.values_list("pk", flat=True)), ctids(survey)
    say(places[11], words="11")
    assert not keys & set(survey.texts.values_list("pk", flat=True))
    assert order != sorted(order) or ctids(survey) != sorted(ctids(survey))
    assert Counter(ctids(survey)) == Counter([f"{n:02}" for n in range(12) for _ in range(2)])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_as_many_answers_are_counted_as_people_have_answered(levels):
    with transaction.atomic():
        survey = answered(surveyed_round(people=len(levels)), levels)
        counts = SurveyCount.objects.filter(survey=survey, item__position=1)
        assert {c.level: c.people for c in counts if c.people} == Counter(levels)
        assert [invariant.broken() for invariant in COUNTED] == [[], []]
        transaction.set_rollback(True)


def test_the_database_counts_one_by_one_and_never_back(round):
    survey = answered(round)
    for change in (
        lambda: SurveyCount.objects.filter(level=5).update(people=9),
        lambda: SurveyCount.objects.filter(people=2).update(people=1),
        lambda: Survey.objects.filter(pk=survey.pk).update(answers=1),
        lambda: Enrolment.objects.filter(round=round).update(survey_answered=False),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()


# Shown to nobody too early.


def test_results_are_shown_from_five_answers_and_when_nobody_can_answer_any_more(manager, room):
    round = surveyed_round(people=6, room=room)
    places, page = places_of(round), reverse("manage-round-survey", args=[round.pk])
    for place in places[:4]:
        say(place)
    survey = Survey.objects.get(round=round)
    assert not reads.is_shown(survey, over(round))
    say(places[4])
    survey.refresh_from_db()
    assert not reads.is_shown(survey, over(round) - timedelta(seconds=1))
    assert reads.is_shown(survey, over(round))
    assert "4.00" not in manager.read(page)
    say(places[5])
    assert "4.00" in manager.read(page)
    manager.cost(page)


def test_a_trainer_whom_fewer_than_five_rated_sees_no_mean():
    round = surveyed_round(people=6)
    places = places_of(round)
    form = survey_form()
    items = [(i.pk, None) for i in form.items.filter(answer="level", about="course")]
    for place in places[:4]:
        say(place)
    for place in places[4:]:
        surveys.answer(place, dict.fromkeys(items, 3), {}, form=1, by=place.person, at=after(round))
    course, trainer = reads.blocks(Survey.objects.get(round=round))
    assert course.whole and trainer.whole is None and trainer.results[0].rating is None


def test_ratings_of_trainers_are_pooled_over_their_rounds(round):
    answered(round)
    trainer = Teaching.objects.get().person_id
    assert reads.ratings_of([trainer], after(round)) == {}
    assert reads.ratings_of([trainer], over(round))[trainer].mean == pytest.approx(4.2)


# Words are read before a trainer sees them.


def shown_now(round, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: over(round))


def test_a_colleague_passes_words_on_and_then_the_trainer_sees_them(manager, round, monkeypatch):
    answered(round, words="อธิบายชัดเจน")
    trainer = signed_in(Teaching.objects.get().person)
    shown_now(round, monkeypatch)
    mine = reverse("my-ratings")
    assert "อธิบายชัดเจน" not in trainer.read(mine) and "4.20" in trainer.read(mine)
    text = SurveyText.objects.filter(trainer=trainer.person).first()
    manager.post(reverse("manage-survey-text", args=[text.pk]), {"move": "show"})
    assert trainer.read(mine).count("อธิบายชัดเจน") == 1
    trainer.cost(mine)


def test_words_to_read_stand_in_the_work_list_once_the_survey_is_over(manager, round):
    answered(round)
    access = access_of(manager.person, round.ends_at.date())
    page = reverse("manage-surveys")
    early, late = (work.todo(access, manager.person, at) for at in (after(round), over(round)))
    assert page not in {line.path for line in early}
    assert {line.path: line.count for line in late}[page] == 10


def test_words_that_hurt_are_kept_from_the_trainer(manager, round, monkeypatch):
    answered(round, words="แย่")
    shown_now(round, monkeypatch)
    for text in SurveyText.objects.all():
        manager.post(reverse("manage-survey-text", args=[text.pk]), {"move": "withhold"})
    assert "แย่" not in signed_in(Teaching.objects.get().person).read(reverse("my-ratings"))
    assert AuditEntry.objects.filter(verb="survey_text.withheld").count() == 10


def test_words_are_not_read_while_people_may_still_answer(round):
    for place in places_of(round)[:4]:
        say(place, words="ดี")
    text = SurveyText.objects.first()
    with pytest.raises(Refusal):
        surveys.read(text, "show", by=PersonFactory(), at=after(round))


def test_whoever_taught_the_round_reads_no_words_first(center, room, monkeypatch):
    clerk = signed_in(person_with(Position.CLERK, center=center), center)
    round = surveyed_round(room=room)
    Teaching.objects.update(person=clerk.person)
    answered(round, words="ลับ")
    shown_now(round, monkeypatch)
    assert "ลับ" not in clerk.read(reverse("manage-round-survey", args=[round.pk]))
    with pytest.raises(Refusal):
        surveys.read(SurveyText.objects.first(), "show", by=clerk.person, at=over(round))


def test_the_database_lets_no_trainer_read_words_about_herself_first(round):
    answered(round)
    about_her = SurveyText.objects.exclude(trainer=None)
    with pytest.raises(Error, match="about_themselves_first"), transaction.atomic():
        about_her.update(status="shown", read_by=Teaching.objects.get().person, read_at=over(round))


# Asked by itself, and answered on a page.


def test_time_asks_everybody_with_a_place_once():
    survey_form()
    round = open_round(seats=3)
    places = [enrol(round) for _ in range(2)]
    at = after(round)
    rounds.finish(round, by=None, at=at)
    assert clock.move_with_time(at=at) == 1
    assert clock.move_with_time(at=at) == 0
    keys = {f"enrolment-{place.pk}-survey" for place in places}
    assert set(Notice.objects.filter(key__endswith="-survey").values_list("key", flat=True)) == keys


def test_a_round_keeps_the_questions_with_which_it_was_asked(round):
    say(places_of(round)[0])
    newer = survey_form(2, since=round.ends_at.date())
    assert Survey.objects.get(round=round).form.number == 1
    assert reads.form_on(round.ends_at.date()) == newer


def test_questions_that_were_asked_are_never_changed(round):
    say(places_of(round)[0])
    with pytest.raises(Error, match="stand_once_they_were_asked"), transaction.atomic():
        SurveyItem.objects.filter(position=1).update(text_th="อื่น")


@pytest.fixture
def asked(round, monkeypatch):
    """A person of the round, the day after."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: after(round))
    place = places_of(round)[0]
    return signed_in(place.person), place


def posted(round, level=5, **more):
    form, trainer = survey_form(), Teaching.objects.get().person_id
    levels = {f"q{i.pk}": level for i in form.items.filter(answer="level", about="course")}
    return {"form": form.number, **levels, **more, f"q{form.items.get(position=5).pk}t{trainer}": "สนุกมาก"}


def test_a_person_answers_on_the_page_without_scripts(asked, round):
    desk, place = asked
    page = reverse("survey", args=[place.pk])
    assert page in desk.read(reverse("enrolment", args=[place.pk]))
    desk.cost(page)
    assert desk.post(page, posted(round)).status_code == 302
    assert Survey.objects.get(round=round).answers == 1
    assert SurveyText.objects.get().words == "สนุกมาก"
    assert "คุณตอบแล้ว" in desk.read(page)


def test_a_question_left_out_is_pointed_at_and_nothing_typed_is_lost(asked, round):
    desk, place = asked
    body = posted(round)
    del body[f"q{SurveyItem.objects.get(position=1).pk}"]
    page = desk.post(reverse("survey", args=[place.pk]), body).content.decode()
    assert "โปรดเลือกหนึ่งในห้าระดับ" in page and "สนุกมาก" in page
    assert not Survey.objects.exists()


def test_another_persons_survey_is_unknown(round):
    page = reverse("survey", args=[places_of(round)[0].pk])
    assert signed_in(PersonFactory()).get(page).status_code == 404


def test_a_trainer_named_after_the_first_answer_is_not_asked_about(round):
    first, second, *_rest = places_of(round)
    say(first)
    taught_by_one(round)
    assert say(second)
    assert len(reads.trainers_asked(round)) == 1


def test_the_list_of_surveys_names_the_rounds_with_words_to_read(manager, round, monkeypatch):
    answered(round)
    shown_now(round, monkeypatch)
    page = manager.read(reverse("manage-surveys"))
    assert page.count(reverse("manage-round-survey", args=[round.pk])) == 2
    manager.cost(reverse("manage-surveys"))


def test_a_round_without_a_trainer_is_asked_about_the_course_alone():
    survey_form()
    round = held_round(people=1)
    say(places_of(round)[0])
    assert [block.trainer for block in reads.blocks(Survey.objects.get())] == [None]
