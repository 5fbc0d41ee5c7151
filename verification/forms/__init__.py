"""Forms of verification: fields and messages; the actions do the work."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import DocumentField
from verification.models import BY_ACT, Kind, Reason
from verification.queries.ready import Scope


class ScopeForm(forms.Form):
    """What an issuer points at, read from the address; anything unknown is no scope at all."""

    kind = forms.ChoiceField(choices=Kind.choices)
    group = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    center = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def scope(self) -> Scope | None:
        return Scope(**self.cleaned_data) if self.is_valid() else None


class IssueForm(forms.Form):
    """The press of the button: its key, and how many it was told of."""

    idempotency_key = forms.UUIDField()
    count = forms.IntegerField(min_value=0)


class RevokeForm(forms.Form):
    """Why a certificate is taken back."""

    reason = forms.ChoiceField(
        label=_("Reason"), choices=[each for each in Reason.choices if each[0] not in BY_ACT], widget=forms.RadioSelect,
        help_text=_("Anyone who verifies the certificate sees this."),
    )  # fmt: skip
    explanation = forms.CharField(
        label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For the holder and for the file; the public does not see it."),
    )  # fmt: skip


class ReissueForm(forms.Form):
    """Why a new certificate takes the place of this one."""

    explanation = forms.CharField(
        label=_("What was wrong"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the holder and for the file; the public does not see it."),
    )  # fmt: skip


class NameChangeForm(forms.Form):
    """A holder's request for a certificate in her new name."""

    explanation = forms.CharField(
        label=_("What changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: married, or changed the first name, and on which day."),
    )  # fmt: skip
    document = DocumentField(
        label=_("Document of the change (PDF or picture)"),
        help_text=_(
            "The registrar’s certificate of the change of name, or of the marriage. Only the officer sees it."
        ),
    )


class DeclineForm(forms.Form):
    """Why a request is declined."""

    answer = forms.CharField(label=_("Why not"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
