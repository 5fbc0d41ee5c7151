"""The back office speaks Thai where Thai is on: heads of lists, fields of forms, names of models."""

import re

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.utils import translation

OURS = {"accounts", "centers", "testing", "training"}
ADMINS = [(model, office) for model, office in admin.site._registry.items() if model._meta.app_label in OURS]


def words(model, office):
    """Every word that the pages of one model show as a head or a label."""
    yield from (model._meta.verbose_name, model._meta.verbose_name_plural)
    yield from (label_for_field(name, model, office) for name in office.list_display)
    yield from (
        field.verbose_name for field in model._meta.fields if field.editable and not field.primary_key
    )
    yield from (field.verbose_name for field in model._meta.many_to_many if not field.auto_created)


@pytest.mark.parametrize(("model", "office"), ADMINS, ids=[model._meta.label for model, _office in ADMINS])
def test_the_back_office_shows_no_english_head_to_a_thai_reader(model, office):
    with translation.override("th"):
        shown = [str(word) for word in words(model, office)]
    assert [
        word for word in shown if re.search("[A-Za-z]", word) and not re.search("[\u0e00-\u0e7f]", word)
    ] == []
