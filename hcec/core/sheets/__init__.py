"""Tables in and out: uploaded CSV and XLSX read without trust, exports that no spreadsheet program will execute."""

from hcec.core.sheets.downloads import csv_response, download, xlsx_response
from hcec.core.sheets.escape import escape_cell, unescape_cell
from hcec.core.sheets.grid import Grid, Spoilt, Unreadable, read_grid
from hcec.core.sheets.table import Column, Problem, Row, Table, read_table
from hcec.core.sheets.write import csv_bytes, xlsx_bytes

__all__ = [
    "Column",
    "Grid",
    "Problem",
    "Row",
    "Spoilt",
    "Table",
    "Unreadable",
    "csv_bytes",
    "csv_response",
    "download",
    "escape_cell",
    "read_grid",
    "read_table",
    "unescape_cell",
    "xlsx_bytes",
    "xlsx_response",
]
