"""What is typed for a voucher: who is paid how, and where she lives; the reason of a decline."""

from django import forms
from django.utils.translation import gettext_lazy as _

from training.models.vouchers import Payee


class VoucherForm(forms.Form):
    """Hours and meetings come from the records; these do not."""

    payee = forms.ChoiceField(label=_("Who is paid"), choices=Payee.choices)
    address = forms.CharField(
        label=_("Address of the payee"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        help_text=_("As on the identity card; it is printed on the voucher."),
    )
    per_hour = forms.DecimalField(
        label=_("For an hour (baht)"),
        min_value=1,
        max_digits=8,
        decimal_places=2,
        required=False,
        help_text=_("Left empty: the rate of the day."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
    )
    note = forms.CharField(
        label=_("Why more than the rate"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
        help_text=_("Only where more is paid than the rate; whoever approves reads it."),
    )


class DeclineForm(forms.Form):
    """Why a voucher is not approved."""

    reason = forms.CharField(
        label=_("Reason, where it is not approved"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
