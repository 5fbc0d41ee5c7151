"""Private files under the name of their own hash: written whole or not at all, never overwritten, never served as such."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """Where the content of that hash lies."""
    return Path(settings.MEDIA_ROOT) / "certificates" / sha256[:2] / f"{sha256}.pdf"


def keep(content: bytes) -> str:
    """Store the content and return its SHA-256; after this returns it survives a loss of power.

    Temporary file, fsync, rename, fsync of the folder: a reader sees the whole file or none (G8).
    """
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists() and path.stat().st_size == len(content):
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return sha256


def sync_folder(folder: Path) -> None:
    """Make the rename itself last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(sha256: str) -> bytes | None:
    """The content of that hash; None where the file is gone or is not what it was."""
    try:
        content = path_of(sha256).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None
