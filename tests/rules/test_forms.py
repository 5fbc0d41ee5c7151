"""Forms, sheets and the back office name each field that they take; none takes whatever a model has (G39)."""

from collections.abc import Iterator

import pytest
from django import forms
from django.contrib import admin
from django.db import models
from import_export.resources import ModelResource

OURS = ("hcec.", "centers.", "committees.", "testing.", "training.", "verification.")
# What the actions and the database decide, never the one who fills in a form.
NOT_ASKED = {
    "status", "version", "code", "number_sort", "sha256", "minutes_sha256", "is_staff", "is_superuser", "password",
    "user_permissions", "groups", "person", "holder", "raised_by", "issued_by", "entered_by", "released_by",
}  # fmt: skip


def below(base: type) -> Iterator[type]:
    for each in base.__subclasses__():
        yield each
        yield from below(each)


def ours(base: type) -> list[type]:
    return sorted(
        {each for each in below(base) if each.__module__.startswith(OURS)}, key=lambda c: c.__qualname__
    )


@pytest.fixture(scope="module", autouse=True)
def _everything_is_loaded() -> None:
    """The addresses import every view, and the views every form."""
    import hcec.urls  # noqa: F401  the import is the point


def test_every_model_form_names_its_fields():
    for form in ours(forms.ModelForm):
        names = form._meta.fields
        if form._meta.model is None or "django.contrib.admin" in form.__module__:
            continue
        assert isinstance(names, tuple | list), f"{form.__qualname__} takes whatever its model has"
        assert not form._meta.exclude, f"{form.__qualname__} takes all but a few"


def test_no_form_asks_for_what_only_actions_decide():
    asked = {
        f"{form.__qualname__}.{name}"
        for form in ours(forms.ModelForm)
        for name in form.base_fields
        if name in NOT_ASKED
    }
    assert not asked


def test_every_sheet_of_the_back_office_names_its_columns():
    for resource in ours(ModelResource):
        if resource._meta.model:
            assert resource._meta.fields and not resource._meta.exclude, resource.__qualname__


def test_no_page_of_the_back_office_edits_a_status_or_a_power():
    for model, page in admin.site._registry.items():
        if page.__module__.startswith(OURS):
            edited = flat(model, page) - set(page.readonly_fields)
            assert not edited & {"is_staff", "is_superuser", "password", "status", "groups"}, model
            assert not page.exclude, model


def flat(model: type[models.Model], page: admin.ModelAdmin) -> set[str]:
    """The names of the columns on a page: those it lists, else all that Django would show."""
    names = page.fields or [name for _title, part in page.fieldsets or () for name in part["fields"]]
    listed = {n for name in names for n in (name if isinstance(name, tuple | list) else [name])}
    return listed or {f.name for f in model._meta.fields if f.editable}
