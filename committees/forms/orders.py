"""Forms of orders of appointment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.forms.seats import AppointForm
from committees.models import AppointmentOrder, Level
from hcec.core.forms import DocumentField, ThaiDateField


class OrderForm(forms.ModelForm):
    """The words of an order."""

    class Meta:
        model = AppointmentOrder
        fields = ("issuer", "subject", "preamble", "signatory", "signatory_post")
        widgets = {
            "preamble": forms.Textarea(attrs={"rows": 6}),
            "signatory_post": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "issuer": _("As it stands after the word “order of” on the paper."),
            "signatory": _("Title, first and last name, as printed below the signature."),
        }


class LineForm(AppointForm):
    """One more name of an order: the order's number and date come with its signature."""

    order_number = None  # type: ignore[assignment]
    order_date = None  # type: ignore[assignment]
    order_document = None  # type: ignore[assignment]


class SignForm(forms.Form):
    """What the signature brings."""

    number = forms.CharField(label=_("Order number"), max_length=100)
    dated_on = ThaiDateField(label=_("Date of the order"))
    document = DocumentField(label=_("The signed order (PDF or picture)"), required=False)


def first_words(committee: Any) -> dict[str, str]:
    """What an order usually says; papers are in Thai whatever language the page is in."""
    obec = "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน"
    ministry = committee.level == Level.MINISTRY
    if committee.center:
        whose = f"คณะกรรมการศูนย์พัฒนาศักยภาพบุคคลเพื่อความเป็นเลิศ {committee.center.name_th}"
    else:
        level = (
            f"จังหวัด จังหวัด{committee.province.name_th}"
            if committee.province
            else "กระทรวง"
            if ministry
            else obec
        )
        whose = f"คณะกรรมการขับเคลื่อนศูนย์พัฒนาศักยภาพบุคคลเพื่อความเป็นเลิศ ระดับ{level}"
    return {
        "issuer": "กระทรวงศึกษาธิการ" if ministry else obec,
        "subject": f"แต่งตั้ง{whose}",
        "preamble": (
            f"เพื่อให้การดำเนินงานของศูนย์พัฒนาศักยภาพบุคคลเพื่อความเป็นเลิศ (Human Capital Excellence Center: HCEC) "
            f"เป็นไปด้วยความเรียบร้อย มีประสิทธิภาพ และบรรลุวัตถุประสงค์ จึงแต่งตั้ง{whose} ประกอบด้วย"
        ),
    }
