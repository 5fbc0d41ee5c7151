"""Forms of problems, partners and the contact book."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from committees.models import Committee, Contact, Partner, Support
from hcec.accounts.models import User
from hcec.core.forms import ThaiDateField


class NewProblemForm(forms.Form):
    """A problem to be raised for one of the person's centers."""

    center = forms.ModelChoiceField(Center.objects.none(), label=_("Center"))
    title = forms.CharField(label=_("Problem in a few words"), max_length=200)
    body = forms.CharField(
        label=_("What is wrong, since when, what was tried"), widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, centers: QuerySet[Center], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["center"].queryset = centers  # type: ignore[attr-defined]
        if len(centers) == 1:
            self.fields["center"].initial = centers[0]


class NoteForm(forms.Form):
    """A step with words: why it goes up, how it was solved, why it is not."""

    note = forms.CharField(label=_("In your words"), widget=forms.Textarea(attrs={"rows": 4}), required=False)


class AssignForm(NoteForm):
    """Who takes a problem on."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("Who takes it on"))
    field_order = ("to", "note")

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = User.objects.filter(pk__in=[person.pk for person in people])  # type: ignore[attr-defined]


class PartnerForm(forms.ModelForm):
    """A partner's agreement."""

    class Meta:
        model = Partner
        fields = (
            "name",
            "kind",
            "agreement",
            "starts_on",
            "ends_on",
            "contact_name",
            "contact_email",
            "contact_phone",
        )
        field_classes = {"starts_on": ThaiDateField, "ends_on": ThaiDateField}


class SupportForm(forms.ModelForm):
    """What a partner gave."""

    class Meta:
        model = Support
        fields = ("on", "what", "activity")
        field_classes = {"on": ThaiDateField}


class CommitteeChoiceForm(forms.Form):
    """In whose name something is kept."""

    committee = forms.ModelChoiceField(Committee.objects.none(), label=_("Committee"))


class ContactForm(forms.ModelForm):
    """A line of the contact book."""

    class Meta:
        model = Contact
        fields = ("name", "duty", "area", "school", "email", "phone")

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.center = center
        self.fields["area"].queryset = center.areas_served.order_by("code", "pk")  # type: ignore[attr-defined]
        self.fields["school"].queryset = (
            self.fields["school"]
            .queryset.filter(  # type: ignore[attr-defined]
                province=center.province_id
            )
            .order_by("name_sort", "pk")
        )


class InvitationForm(forms.Form):
    """An invitation of contacts to a round or session, by its address on the portal."""

    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(), label=_("Whom to invite"), widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=_("To what"), max_length=200)
    path = forms.RegexField(
        r"^/(tests|courses)/[\w/-]+$",
        label=_("Address of its page on the portal"),
        help_text=_("For example /tests/12/"),
        error_messages={
            "invalid": _("Give the address of a test or course on this portal, for example /tests/12/.")
        },
    )
    message = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 4}), required=False)

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contacts = Contact.objects.filter(center=center).order_by("name", "pk")
        self.fields["contacts"].queryset = contacts  # type: ignore[attr-defined]
