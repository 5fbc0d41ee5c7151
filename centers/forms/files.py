"""Fields for files that people send: documents are believed by their first bytes, never by their name alone."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LIMIT = 5 * 1024 * 1024
SIGNATURES = {".pdf": b"%PDF-", ".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}


class DocumentField(forms.FileField):
    """A PDF, or a picture where `endings` allows it, of at most 5 MB."""

    def __init__(self, *, endings: tuple[str, ...] = tuple(SIGNATURES), **kwargs: object) -> None:
        self.endings = endings
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(endings)}))
        super().__init__(**kwargs)

    def clean(self, data: UploadedFile | None, initial: object = None) -> UploadedFile | None:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            ending = PurePath(file.name or "").suffix.lower()
            head = file.read(8)
            file.seek(0)
            if ending not in self.endings or not head.startswith(SIGNATURES[ending]):
                wanted = ", ".join(sorted({e.removeprefix(".").upper() for e in self.endings} - {"JPEG"}))
                raise ValidationError(
                    _("Only files of this kind can be attached: %(kinds)s."), params={"kinds": wanted}
                )
            if (file.size or 0) > LIMIT:
                raise ValidationError(_("The file is larger than 5 MB."))
        return file
