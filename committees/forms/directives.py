"""Forms of directives and of proofs of duty."""

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.models import Directive
from hcec.core.forms import DocumentField, ThaiDateField


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
