"""The form that takes a table of attendance."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AttendanceFileForm(forms.Form):
    """A table from a computer: CSV or XLSX."""

    file = forms.FileField(
        label=_("Table of attendance"),
        help_text=_(
            "XLSX or CSV, at most 5 MB. Columns: sheet, row code or mail of the account,"
            " and where wanted the times of coming and leaving."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip
    replace = forms.BooleanField(
        label=_("Replace what is on record already with what the table says"), required=False
    )
