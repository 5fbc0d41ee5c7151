"""What a round is: course, seats, enrolment window and audience."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import Affiliation
from committees.models import Level
from hcec.accounts.models import User
from hcec.core.forms import ThaiDateTimeField
from training.models import Course, HeadApproval, Round


class RoundForm(forms.Form):
    """A round without its dates; the course is asked only when the round is planned."""

    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=Course.objects.filter(active=True)
        .select_related("curriculum")
        .order_by("curriculum", "code"),
        empty_label=_("Choose a course"),
    )
    name = forms.CharField(
        label=_("Name of the round"),
        max_length=150,
        required=False,
        help_text=_("Only where the number is not enough, for example “English teachers of Bueng Kan”."),
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=2000, initial=40)
    opens_at = ThaiDateTimeField(label=_("Enrolment opens"))
    closes_at = ThaiDateTimeField(label=_("Enrolment closes"))
    cancel_until = ThaiDateTimeField(
        label=_("A place can be cancelled until"), help_text=_("After that only the center cancels places.")
    )
    audience_kinds = forms.MultipleChoiceField(
        label=_("Open to"),
        choices=User.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing ticked: open to everyone."),
    )
    audience_affiliations = forms.ModelMultipleChoiceField(
        label=_("Affiliations"),
        queryset=Affiliation.objects.order_by("sort_order", "pk"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing ticked: people of every affiliation."),
    )
    audience_committees = forms.MultipleChoiceField(
        label=_("Only members of committees"),
        choices=Level.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "Ticked: only who holds a seat of such a committee on the first day. Nothing ticked: no limit."
        ),
    )
    head_approval = forms.ChoiceField(
        label=_("Approval of the school head"),
        choices=HeadApproval.choices,
        required=False,
        help_text=_(
            "When teachers enrol themselves, the head of their school is asked by mail and has five days."
            " Their place is held meanwhile."
        ),
    )
    conditions = forms.CharField(
        label=_("What to know before coming"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def fields_for_action(self) -> dict[str, Any]:
        """The cleaned values without those that the actions take on their own."""
        apart = {"course", "audience_affiliations"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class RoundEditForm(RoundForm):
    """The same of a round that exists; its course stays."""

    course = None

    @staticmethod
    def values_of(round: Round) -> dict[str, Any]:
        names = [name for name in RoundEditForm.base_fields if name != "audience_affiliations"]
        return {name: getattr(round, name) for name in names} | {
            "audience_affiliations": list(round.audience_affiliations.values_list("pk", flat=True))
        }


class CallOffForm(forms.Form):
    """Why a round does not take place."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("Everybody in the round reads this."),
    )


class CancelPlaceForm(forms.Form):
    """Why the center takes a person's place back."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("The person reads this."))
