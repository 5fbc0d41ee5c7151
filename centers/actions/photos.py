"""Photos of centers and rooms: taken in only as pictures that the portal has drawn anew (guideline 1.a, 7.1)."""

from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from centers.models import Center, Photo, Room
from centers.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit

FORMATS = ("JPEG", "PNG", "WEBP")
LIMIT = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
MOST_OF_A_CENTER = 40


def add(
    center: Center,
    *,
    file: BinaryIO,
    size: int,
    caption: str,
    room: Room | None = None,
    by: User,
    at: datetime,
) -> Photo:
    """Keep a picture. Refuses what is no JPEG, PNG or WebP, files above 10 MB, and more than 40 of a center."""
    if size > LIMIT:
        raise Refusal(_("The picture is larger than 10 MB. Make it smaller and try again."))
    drawn, (width, height) = drawn_anew(file)
    with transaction.atomic():
        Center.objects.select_for_update(of=("self",), no_key=True).get(pk=center.pk)
        if center.photos.count() >= MOST_OF_A_CENTER:
            raise Refusal(
                _("A center shows at most %(most)s pictures. Remove one first.") % {"most": MOST_OF_A_CENTER}
            )
        photo = Photo.objects.create(
            center=center,
            room=room,
            caption=caption.strip(),
            width=width,
            height=height,
            by=by,
            at=at,
            image=ContentFile(drawn, name="photo.jpg"),
        )
        audit.record("photo.added", photo, by=by, at=at, center=center.code)
    return photo


def drawn_anew(file: BinaryIO) -> tuple[bytes, tuple[int, int]]:
    """The picture as a JPEG of at most 1,600 pixels and its size; nothing else of the file survives.

    Where it was taken and by which telephone (EXIF) is left out; what only pretends to be a picture is refused.
    """
    try:
        picture = Image.open(file, formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise Refusal(_("The picture has more than 50 million points. Make it smaller and try again."))
        upright = on_white(ImageOps.exif_transpose(picture))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as fault:
        raise Refusal(_("This file is not a picture that can be read (JPEG, PNG or WebP).")) from fault
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    drawn = BytesIO()
    clean.save(drawn, "JPEG", quality=82, optimize=True, progressive=True)
    return drawn.getvalue(), clean.size


def on_white(picture: Image.Image) -> Image.Image:
    """The picture without transparency, as it looks on paper."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen).convert("RGB")


def remove(photo: Photo, *, by: User, at: datetime) -> None:
    """Take a picture away, its file once the transaction stands."""
    storage, name = photo.image.storage, str(photo.image.name)
    with transaction.atomic():
        audit.record("photo.removed", photo, by=by, at=at, center=photo.center.code)
        photo.delete()
        transaction.on_commit(lambda: storage.delete(name))
