"""Private files: kept outside static, sent only by a view that has checked the right."""

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


def private_file(file: FieldFile) -> FileResponse:
    """Send an uploaded file as a download under its own name; 404 where there is none."""
    if not file or not file.name:
        raise Http404
    try:
        return FileResponse(file.open("rb"), as_attachment=True, filename=PurePath(file.name).name)
    except FileNotFoundError as missing:
        raise Http404 from missing
