"""What OBEC keeps in the back office about the evaluation of courses: their rules, and versions of the survey's questions."""

import pytest
from django.urls import reverse

from committees.models import Position
from hcec.accounts.models import User
from tests.factories.committees import person_with
from tests.factories.evaluation import places_of, say, survey_form, surveyed_round
from tests.factories.training import CourseFactory
from training.models import SurveyForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    person = person_with(Position.OBEC_OFFICER)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def body_of(course, **changed):
    names = ("code", "name_th", "name_en", "level_th", "hours", "min_attendance_percent")
    return {name: getattr(course, name) for name in names} | {
        "curriculum": course.curriculum_id, "skill": course.skill_id, "active": "on", **changed,
    }  # fmt: skip


def test_what_completing_takes_is_ticked_and_makes_a_new_version(officer):
    course = CourseFactory()
    page = reverse("admin:training_course_change", args=[course.pk])
    assert officer.get(page).content.decode().count('name="requirements"') == 4
    officer.post(page, body_of(course, requirements=["attendance", "assessment"], pass_percent="60"))
    course.refresh_from_db()
    assert (course.requirements, course.pass_percent, course.version) == (["attendance", "assessment"], 60, 2)


def test_a_rule_that_nobody_could_meet_is_explained(officer):
    course = CourseFactory()
    page = reverse("admin:training_course_change", args=[course.pk])
    answer = officer.post(page, body_of(course, requirements=["attendance", "assessment"], pass_percent=""))
    assert "ระหว่างร้อยละ 1 ถึง 100" in answer.content.decode()


def items(*texts):
    rows = {
        f"items-{n}-{name}": value
        for n, text in enumerate(texts)
        for name, value in (
            *(("position", n + 1), ("about", "course"), ("answer", "level")),
            *(("text_th", text), ("text_en", text)),
        )
    }
    return rows | {"items-TOTAL_FORMS": len(texts), "items-INITIAL_FORMS": 0}


def test_new_questions_are_a_new_version(officer):
    survey_form()
    body = {"number": 2, "since": "2027-10-01", "provenance": "", **items("ใหม่")}
    officer.post(reverse("admin:training_surveyform_add"), body)
    assert SurveyForm.objects.get(number=2).items.get().text_th == "ใหม่"


def test_questions_that_were_asked_can_be_read_and_not_changed(officer):
    round = surveyed_round()
    say(places_of(round)[0])
    page = reverse("admin:training_surveyform_change", args=[SurveyForm.objects.get().pk])
    assert 'name="items-0-text_th"' not in officer.get(page).content.decode()
    assert officer.post(page, {"number": 9}).status_code == 403
