"""The form that takes a file to be checked."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import DocumentField

LARGEST = settings.FILE_UPLOAD_MAX_MEMORY_SIZE  # what is larger would be written to the disk on its way in


class FileForm(forms.Form):
    """One PDF, small enough to stay in memory."""

    file = DocumentField(
        label=_("The file of the certificate (PDF)"), endings=(".pdf",),
        help_text=_("We look at it and keep nothing of it."),
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("The file is larger than 1 MB; certificates of ours are much smaller."))
        return file
