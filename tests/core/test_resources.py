"""Import and export in the admin: all rows or none, hostile files refused in words, nothing live out."""

import io

import pytest
import tablib
from django.contrib.auth.models import Group
from django.utils import translation
from import_export.forms import ImportForm

from hcec.core.resources import SafeCsv, SafeImportExportMixin, SafeResource, SafeXlsx
from hcec.core.sheets import Unreadable, read_grid
from tests.core.workbooks import with_members, workbook


class GroupResource(SafeResource):
    class Meta:
        model = Group
        import_id_fields = ("name",)
        fields = ("name",)


def rows(*names: str) -> tablib.Dataset:
    return tablib.Dataset(*([name] for name in names), headers=["name"])


@pytest.mark.django_db
def test_a_good_file_is_written_and_a_second_time_changes_nothing():
    assert GroupResource().import_data(rows("ก", "ข")).totals["new"] == 2
    again = GroupResource().import_data(rows("ก", "ข"))
    assert (again.totals["new"], again.totals["skip"]) == (0, 2)


@pytest.mark.django_db
def test_one_bad_row_means_that_nothing_is_written():
    result = GroupResource().import_data(rows("ก", "ข" * 200, "ค"))
    assert result.has_validation_errors()
    assert not Group.objects.exists()


@pytest.mark.django_db
def test_a_dry_run_writes_nothing():
    result = GroupResource().import_data(rows("ก"), dry_run=True)
    assert result.totals["new"] == 1
    assert not Group.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("form", [SafeXlsx, SafeCsv])
def test_what_is_exported_is_not_live_and_comes_back(form):
    names = ["=1+1", "+2", "@ครู", "-1+1", "น้ำใจ"]
    Group.objects.bulk_create([Group(name=name) for name in names])
    written = form().export_data(GroupResource().export(Group.objects.order_by("pk")))
    content = written.encode() if isinstance(written, str) else written
    cells = [cells[0] for _number, cells in read_grid(io.BytesIO(content)).rows[1:]]
    assert [cell for cell in cells if cell.startswith(tuple("=@-"))] == []
    assert form().create_dataset(content)["name"] == names


@pytest.mark.parametrize("form", [SafeXlsx, SafeCsv])
def test_a_format_reads_by_content_not_by_name(form):
    assert form().create_dataset(workbook([["name"], ["ก", None], [], ["ข"]]))["name"] == ["ก", "ข"]
    assert form().create_dataset("name,x\nก\n".encode("cp874"))["x"] == [""]
    assert form().is_binary()
    assert form().get_read_mode() == "rb"


def test_a_bad_file_is_refused_with_a_sentence():
    with translation.override("en"):
        with pytest.raises(Unreadable, match="too large"):
            SafeXlsx().create_dataset(with_members(workbook(), {"xl/x.xml": bytes(60 * 1024 * 1024)}))
        with pytest.raises(ValueError, match="Row 2: The cell holds a formula"):
            SafeXlsx().create_dataset(workbook([["name"], ["=1+1"]]))
        with pytest.raises(ValueError, match="Row 2: The row has 2 cells, the heading has 1"):
            SafeCsv().create_dataset(b"name\na,b\n")


def test_the_admin_shows_the_sentence_beside_the_file():
    mixin = SafeImportExportMixin()
    form = ImportForm(SafeImportExportMixin.formats, [GroupResource], data={}, files={})
    form.is_valid()
    mixin.add_data_read_fail_error_to_form(form, Unreadable("ไฟล์ว่าง"))
    assert "ไฟล์ว่าง" in form.errors["import_file"]
