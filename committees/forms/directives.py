"""Forms of directives and of proofs of duty."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from committees.models import Directive
from hcec.core.forms import ThaiDateField

LIMIT = 5 * 1024 * 1024
SIGNATURES = {".pdf": b"%PDF-", ".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}


class DocumentField(forms.FileField):
    """A PDF or picture of at most 5 MB, believed by its first bytes and not by its name alone."""

    def clean(self, data: UploadedFile | None, initial: object = None) -> UploadedFile | None:
        file = super().clean(data, initial)
        if file and isinstance(file, UploadedFile):
            ending = PurePath(file.name or "").suffix.lower()
            head = file.read(8)
            file.seek(0)
            if ending not in SIGNATURES or not head.startswith(SIGNATURES[ending]):
                raise ValidationError(_("Only a PDF, JPEG or PNG file can be attached."))
            if (file.size or 0) > LIMIT:
                raise ValidationError(_("The file is larger than 5 MB."))
        return file


class DirectiveForm(forms.ModelForm):
    """A directive to be drafted."""

    class Meta:
        model = Directive
        fields = (
            "number",
            "subject",
            "body",
            "document",
            "due_on",
            "to_obec",
            "to_provinces",
            "to_centers",
            "plan_asked",
        )
        field_classes = {"due_on": ThaiDateField, "document": DocumentField}


class PlanForm(forms.Form):
    """The acknowledgement of a directive, with the local plan where one is asked for."""

    plan = forms.CharField(
        label=_("What our committee will do"), widget=forms.Textarea(attrs={"rows": 5}), required=False
    )


class ProofForm(forms.Form):
    """A proof of duty that no query can find."""

    note = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 4}))
    document = DocumentField(label=_("Document (PDF or picture)"), required=False)
