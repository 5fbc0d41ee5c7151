"""The only door through which a document may ask for anything: our fonts, our static files, and images handed to it.

WeasyPrint's own fetcher opens http, ftp, data and every file of the machine (CVE-2025-68616 and its kind).
"""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

import fontpkg_sarabun
from django.conf import settings

SCHEME = "hcec:"
FONTS = {400: "Sarabun-Regular.ttf", 600: "Sarabun-SemiBold.ttf", 700: "Sarabun-Bold.ttf"}
_STATIC_KINDS = {".css", ".png", ".jpg", ".jpeg", ".svg"}


class NotOurs(ValueError):
    """The document asked for something that is not on the list."""


def content(url: str, images: Mapping[str, bytes]) -> bytes:
    """What stands at hcec:font/<file>, hcec:static/<path> or hcec:image/<name>. Raises NotOurs for all else."""
    shelf, _, name = unquote(url.removeprefix(SCHEME)).partition("/")
    if not url.startswith(SCHEME):
        raise NotOurs(url[:200])
    if shelf == "font" and name in FONTS.values():
        return (Path(fontpkg_sarabun.ROOT) / "files" / name).read_bytes()
    if shelf == "image" and name in images:
        return images[name]
    if shelf == "static":
        return static_file(name).read_bytes()
    raise NotOurs(url[:200])


def static_file(name: str) -> Path:
    """The file under static/ of that name. Raises NotOurs for another kind of file or a way out of the folder."""
    path = PurePosixPath(name)
    if (
        path.suffix not in _STATIC_KINDS
        or path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or "\0" in name
    ):
        raise NotOurs(name[:200])
    root = (settings.BASE_DIR / "static").resolve()
    found = (root / path).resolve()
    if not found.is_relative_to(root) or not found.is_file():
        raise NotOurs(name[:200])
    return found
