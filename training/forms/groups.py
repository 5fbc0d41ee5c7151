"""The form that takes a table of people."""

from django import forms
from django.utils.translation import gettext_lazy as _


class GroupFileForm(forms.Form):
    """A table from a computer: CSV or XLSX."""

    file = forms.FileField(
        label=_("Table of people"),
        help_text=_(
            "XLSX or CSV, at most 5 MB. Columns: name, and national ID, e-mail or telephone of the account."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
