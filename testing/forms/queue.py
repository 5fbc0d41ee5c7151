"""The pace of a live queue."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QueueForm(forms.Form):
    """How many people a second are let in to book."""

    rate = forms.IntegerField(
        label=_("People let in a second"), min_value=1, max_value=500, required=False,
        help_text=_("Two processor cores serve about 50 a second in comfort. Left empty: no queue."),
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
