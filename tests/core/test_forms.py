"""Dates and times in plain boxes: both eras, both kinds of digits, and what was typed always comes back."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.utils import translation

from hcec.core.forms import ThaiDateField, ThaiDateTimeField, ThaiTimeField


class DayForm(forms.Form):
    day = ThaiDateField(label="วันที่")


class MomentForm(forms.Form):
    at = ThaiDateTimeField(label="เวลา")


class ClockForm(forms.Form):
    at = ThaiTimeField(label="เวลา")


def boxes(day, month, year):
    return {"day_day": day, "day_month": month, "day_year": year}


@pytest.mark.parametrize(
    "data",
    [
        boxes("21", "11", "2569"),
        boxes("21", "11", "2026"),
        boxes(" 21 ", "พ.ย.", "2569"),
        boxes("21", "พฤศจิกายน", "2569"),
        boxes("๒๑", "๑๑", "๒๕๖๙"),
        {"day": "21/11/2569"},
        {"day": "2026-11-21"},
        {"day": "21 พ.ย. 2569"},
    ],
)
def test_a_day_is_understood_in_either_era(data):
    form = DayForm(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (boxes("21", "", "2569"), "เดือน"),
        (boxes("31", "2", "2569"), "31"),
        (boxes("21", "13", "2569"), "13"),
        (boxes("21", "11", "69"), "สี่หลัก"),
        (boxes("21", "กุมพา", "2569"), "กุมพา"),
        ({"day": "เมื่อวาน"}, "21/11/2569"),
        ({}, "วันที่"),
    ],
)
def test_a_wrong_day_says_what_is_wrong_and_keeps_what_was_typed(data, sentence):
    with translation.override("th"):
        form = DayForm(data)
        assert not form.is_valid()
        assert sentence in form.errors["day"][0]
        html = str(form["day"])
    for typed in data.values():
        assert not typed or f'value="{typed.strip()}"' in html


def test_a_day_is_shown_in_the_era_of_the_language():
    form = DayForm(initial={"day": date(2026, 11, 21)})
    with translation.override("th"):
        assert 'value="2569"' in str(form["day"])
    with translation.override("en"):
        assert 'value="2026"' in str(form["day"])


def test_a_moment_is_aware_and_of_bangkok():
    form = MomentForm({"at_day": "21", "at_month": "11", "at_year": "2569", "at_time": "08.30"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2026-11-21T08:30", "21/11/2569 08.30", "2026-11-21 08:30:00"])
def test_a_moment_in_one_text_is_understood(typed):
    form = MomentForm({"at": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


def test_a_moment_without_its_time_asks_for_it_and_keeps_the_day():
    form = MomentForm({"at_day": "21", "at_month": "11", "at_year": "2569", "at_time": ""})
    assert not form.is_valid()
    assert 'value="2569"' in str(form["at"])


def test_a_moment_goes_round_unchanged():
    at = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    assert 'value="08.30"' in str(MomentForm(initial={"at": at})["at"])


@pytest.mark.parametrize("typed", ["8.30", "08:30", "08.30 น.", "๐๘.๓๐", "0830"])
def test_a_time_is_understood(typed):
    form = ClockForm({"at": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == time(8, 30)


@pytest.mark.parametrize("typed", ["25.00", "8.60", "แปดโมง", "8"])
def test_a_wrong_time_is_refused_and_kept(typed):
    form = ClockForm({"at": typed})
    assert not form.is_valid()
    assert typed in str(form["at"])


def test_every_box_has_its_own_label_and_the_error_is_read_with_the_group():
    form = DayForm(boxes("31", "2", "2569"))
    form.is_valid()
    html = form["day"].as_field_group()
    for part in ("day", "month", "year"):
        assert f'for="id_day_{part}"' in html
    assert 'aria-describedby="id_day_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_day_error"' in html


def test_an_unchanged_day_has_not_changed():
    form = DayForm(boxes("21", "11", "2569"), initial={"day": date(2026, 11, 21)})
    assert not form.has_changed()
    assert DayForm(boxes("22", "11", "2569"), initial={"day": date(2026, 11, 21)}).has_changed()
