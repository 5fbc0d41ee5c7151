"""Is this really a spreadsheet, and a decent one? Asked of the zip directory, before anything is unpacked."""

import io
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from hcec.core.sheets import limits

_NESTED = {".zip", ".xlsx", ".xlsm", ".docx", ".jar", ".gz", ".7z", ".rar"}
_ENCRYPTED = 0x1


def complaint(content: bytes) -> str:
    """The sentence that says what is wrong with a zip that calls itself a spreadsheet; empty for nothing."""
    try:
        members = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeError):
        return _("The file is damaged. Open it in your spreadsheet program and save it again as .xlsx.")
    names = [member.filename for member in members]
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names) or len(set(names)) != len(names):
        return _("The file is not an Excel workbook (.xlsx).")
    if len(members) > limits.ZIP_MEMBERS or sum(member.file_size for member in members) > limits.ZIP_BYTES:
        return _(
            "The workbook is too large once unpacked. Keep only the sheet with the table and save it again."
        )
    if any(_is_a_bomb(member) for member in members):
        return _("The workbook is packed in a way that spreadsheet programs do not use.")
    if any(_is_out_of_place(member) for member in members):
        return _(
            "The workbook holds files that do not belong in a table (macros, archives or outside paths)."
        )
    return ""


def _is_a_bomb(member: zipfile.ZipInfo) -> bool:
    ratio = member.file_size / max(member.compress_size, 1)
    return member.file_size > limits.ZIP_RATIO_FROM and ratio > limits.ZIP_RATIO


def _is_out_of_place(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in member.filename
    kind = path.suffix.lower()
    return outside or kind in _NESTED or path.name == "vbaProject.bin" or bool(member.flag_bits & _ENCRYPTED)
