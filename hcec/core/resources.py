"""Import and export in the admin without trust: checked files in, all rows or none, nothing live out."""

import io
from typing import Any

import tablib
from import_export.admin import ImportExportMixin
from import_export.formats import base_formats
from import_export.resources import ModelResource

from hcec.core import thai
from hcec.core.sheets import Grid, Spoilt, escape_cell, read_grid, unescape_cell
from hcec.core.sheets.table import sentence_about


def dataset_of(grid: Grid) -> tablib.Dataset:
    """The grid as tablib has it: headings, then rows of equal length. Raises ValueError with the number of a bad row."""
    (_first, headings), *rows = grid.rows
    dataset = tablib.Dataset(headers=[_text(1, heading) for heading in headings])
    width = len(headings)
    for number, cells in rows:
        texts = [_text(number, cell) for cell in cells]
        if any(texts[width:]):
            raise ValueError(sentence_about(number, cells=len(texts), width=width))
        dataset.append((texts + [""] * width)[:width])
    return dataset


def _text(number: int, cell: str | Spoilt) -> str:
    if isinstance(cell, Spoilt):
        raise ValueError(sentence_about(number, spoilt=cell))
    return thai.normalise(unescape_cell(cell)).replace("\x00", "")


class _Checked:
    """Reads whatever the house reads (by its bytes, not by its name) instead of what tablib would swallow."""

    def create_dataset(self, in_stream: bytes, **_options: Any) -> tablib.Dataset:
        return dataset_of(read_grid(io.BytesIO(in_stream)))

    def get_read_mode(self) -> str:
        return "rb"

    def is_binary(self) -> bool:
        return True


class SafeXlsx(_Checked, base_formats.XLSX):
    """Excel workbooks."""


class SafeCsv(_Checked, base_formats.CSV):
    """CSV, written with the mark that lets Excel see Thai."""

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        return "\ufeff" + super().export_data(dataset, **kwargs)


class SafeResource(ModelResource):
    """The base of every resource: a file is written whole or not at all, and an export holds no live cell.

    django-import-export writes the good rows of a bad file unless told otherwise (reliability finding 12).
    """

    class Meta:
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True

    def import_data(self, dataset: tablib.Dataset, dry_run: bool = False, **options: Any) -> Any:
        options |= {"use_transactions": True, "rollback_on_validation_errors": True}
        return super().import_data(dataset, dry_run=dry_run, **options)

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        value = super().export_field(field, instance, **kwargs)
        return escape_cell(value) if isinstance(value, str) else value


class SafeImportExportMixin(ImportExportMixin):
    """For a ModelAdmin: only our two formats, and a refused file says why in words."""

    formats = import_formats = export_formats = [SafeXlsx, SafeCsv]

    def add_data_read_fail_error_to_form(self, form: Any, error: Exception) -> None:
        form.add_error("import_file", str(error))
