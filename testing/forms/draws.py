"""The forms of a draw: set it up, enter it, and the public value that ends it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import ThaiDateTimeField
from hcec.core.thai import thai_datetime
from testing.models import Draw, Session


class SessionChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.exam} · {thai_datetime(obj.starts_at)} · {obj.reservation.room}"


class DrawForm(forms.ModelForm):
    """A draw with the sessions whose seats it gives."""

    sessions = SessionChoices(
        Session.objects.none(), label=_("Sessions"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Sessions of this center whose booking has not begun."),
    )  # fmt: skip

    class Meta:
        model = Draw
        fields = [
            "entries_from", "entries_until", "draws_at", "base_lots", "new_lots", "absent_lots", "absent_months",
            "later_name",
        ]  # fmt: skip
        field_classes = dict.fromkeys(["entries_from", "entries_until", "draws_at"], ThaiDateTimeField)
        help_texts = {
            "later_name": _(
                "Such as: first prize of the Government Lottery of a day after entries end. "
                "Left empty, the draw runs by itself at its time."
            )
        }

    def __init__(self, *args: Any, sessions: Any, chosen: Session, at: datetime, **kwargs: Any) -> None:
        first = {"sessions": [chosen.pk], "entries_from": at, "entries_until": at + timedelta(days=7)}
        kwargs["initial"] = first | {"draws_at": at + timedelta(days=8)}
        super().__init__(*args, **kwargs)
        self.fields["sessions"].queryset = sessions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        begin, end, draw = (found.get(name) for name in ("entries_from", "entries_until", "draws_at"))
        if begin and end and draw and not begin < end <= draw:
            raise ValidationError(_("Entries must end after they begin, and the draw comes after their end."))
        return found


class WishChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{thai_datetime(obj.starts_at)} · {obj.reservation.room}"


class EntryForm(forms.Form):
    """Which session first, and whether another would do."""

    first = WishChoice(
        Session.objects.none(), label=_("First wish"), widget=forms.RadioSelect, empty_label=None
    )
    others = forms.BooleanField(
        label=_("Another session of this draw if that one is full"), required=False, initial=True
    )

    def __init__(self, *args: Any, draw: Draw, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = draw.sessions.select_related("reservation__room").order_by("starts_at", "pk")
        self.fields["first"].queryset = sessions  # type: ignore[attr-defined]
        self.fields["first"].initial = sessions.first()


class ValueForm(forms.Form):
    """The public value that was promised, as everybody can look it up."""

    later_value = forms.CharField(label=_("The value"), max_length=200)
