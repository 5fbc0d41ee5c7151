"""Form fields for Thai dates and times in plain boxes that take both eras, for documents, and the renderer of every form."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hcec.core import thai

DOCUMENT_LIMIT = 5 * 1024 * 1024
SIGNATURES = {".pdf": b"%PDF-", ".png": b"\x89PNG", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}


class Renderer(TemplatesSetting):
    """Draws `{{ form }}` and `{{ field.as_field_group }}` with the portal's own field component."""

    form_template_name = "_components/form.html"
    field_template_name = "_components/form_field.html"


class GroupedTicks(forms.CheckboxSelectMultiple):
    """Boxes to tick under headings that open and close; those with a tick stand open. Works without scripts."""

    template_name = "_components/widgets/grouped_ticks.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["groups"] = [
            {"name": group, "options": options, "ticked": sum(option["selected"] for option in options)}
            for group, options, _index in context["widget"]["optgroups"]
        ]
        return context


class PartsWidget(forms.Widget):
    """Several plain boxes for one value; also understands one text under the field's own name.

    What was typed comes back as it was typed, however wrong it is.
    """

    template_name = "_components/widgets/parts.html"
    use_fieldset = True
    parts: tuple[tuple[str, Any, int], ...] = ()  # name, label, length

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = {part: str(data.get(f"{name}_{part}") or "").strip() for part, _label, _size in self.parts}
        if any(typed.values()):
            return typed
        return str(data.get(name) or "").strip() or None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}_{part}" not in data for part, _label, _size in self.parts)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.parts[0][0]}" if id_ else id_

    def typed(self, value: Any) -> Mapping[str, str]:
        """The text of each box for a value, whether it is a true one or what somebody typed."""
        raise NotImplementedError

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shared = context["widget"]["attrs"]
        texts = self.typed(value)
        identity = shared.get("id") or f"id_{name}"
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{identity}_{part}",
                "label": label,
                "size": size,
                "value": texts.get(part, ""),
                "required": self.is_required,
                "invalid": shared.get("aria-invalid", ""),
                "digits": part != "month",
            }
            for part, label, size in self.parts
        ]
        return context


DAY, MONTH, YEAR = (
    ("day", pgettext_lazy("part of a date", "Day"), 2),
    ("month", _("Month"), 2),
    ("year", _("Year"), 4),
)
CLOCK = ("time", _("Time"), 5)


def date_texts(value: date) -> dict[str, str]:
    """A day as the boxes show it: the Buddhist year in Thai, the common year in English."""
    year = value.year if (get_language() or "th").startswith("en") else thai.be_year(value)
    return {"day": str(value.day), "month": str(value.month), "year": str(year)}


class ThaiDateWidget(PartsWidget):
    """Day, month and year in three boxes."""

    parts = (DAY, MONTH, YEAR)

    def typed(self, value: Any) -> Mapping[str, str]:
        if isinstance(value, Mapping):
            return value
        if isinstance(value, str):
            try:
                value = thai.parse_date(value)
            except ValueError:
                return {"day": value}
        return date_texts(value) if isinstance(value, date) else {}


class ThaiDateTimeWidget(PartsWidget):
    """Day, month, year and the time of day."""

    parts = (DAY, MONTH, YEAR, CLOCK)

    def typed(self, value: Any) -> Mapping[str, str]:
        if isinstance(value, datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return date_texts(local.date()) | {"time": f"{local:%H.%M}"}
        if isinstance(value, str):
            return {"day": value}
        return value if isinstance(value, Mapping) else {}


def read_date(typed: Any) -> date:
    """The day that was typed in boxes or as one text; ValidationError says which part is wrong and how to mend it."""
    try:
        if isinstance(typed, str):
            return thai.parse_date(typed)
        day, month, year = (thai.arabic_digits(str(typed.get(part, ""))) for part in ("day", "month", "year"))
        if missing := [
            str(label)
            for text, (_n, label, _s) in zip((day, month, year), (DAY, MONTH, YEAR), strict=True)
            if not text
        ]:
            raise ValidationError(_("Also fill in: %(parts)s."), "incomplete", {"parts": ", ".join(missing)})
        if not year.isdigit() or len(year) != 4:
            raise ValidationError(_("Write the year with four digits, such as 2569 or 2026."), "invalid")
        if day.isdigit() and month.isdigit():
            return thai.parse_date_parts(int(day), int(month), int(year))
        return thai.parse_date(f"{day} {month} {year}")
    except ValueError as error:
        raise ValidationError(str(error), "invalid") from error


def read_time(typed: str) -> time:
    """The time of day from 8.30, 08:30 or 08.30 น.; ValidationError otherwise."""
    plain = thai.arabic_digits(typed).replace("น.", "").replace("น", "").strip()
    found = re.fullmatch(r"(\d{1,2})[.:](\d{2})", plain) or re.fullmatch(r"(\d{2})(\d{2})", plain)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValidationError(
            _("Write the time as hours and minutes, for example 08.30 or 16.00."), "invalid"
        )
    return time(int(found[1]), int(found[2]))


class ThaiDateField(forms.Field):
    """A day; takes both eras, Thai or Arabic digits, boxes or one text. Cleans to a `date`."""

    widget = ThaiDateWidget
    default_error_messages = {"required": _("Fill in the date.")}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, date) else read_date(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class ThaiTimeField(forms.Field):
    """A time of day, written 08.30 or 08:30. Cleans to a `time`."""

    default_error_messages = {"required": _("Fill in the time.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": "short", "inputmode": "decimal", "maxlength": "8"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        return value if isinstance(value, time) else read_time(value)


class ThaiDateTimeField(forms.Field):
    """A day and a time of day in Bangkok. Cleans to an aware `datetime`."""

    widget = ThaiDateTimeWidget
    default_error_messages = {"required": _("Fill in the date and the time.")}

    def to_python(self, value: Any) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        if isinstance(value, str):
            day, _between, clock = value.replace("T", " ").rpartition(" ")
            value = {"text": day, "time": clock[:5]}
        if not value.get("time"):
            raise ValidationError(_("Also fill in: %(parts)s."), "incomplete", {"parts": str(CLOCK[1])})
        day = read_date(value.get("text") or value)
        return timezone.make_aware(datetime.combine(day, read_time(value["time"])))


class DocumentField(forms.FileField):
    """A PDF, or a picture where `endings` allows it, of at most 5 MB; believed by its first bytes, never by its name alone."""

    def __init__(self, *, endings: tuple[str, ...] = tuple(SIGNATURES), **kwargs: object) -> None:
        self.endings = endings
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(endings)}))
        super().__init__(**kwargs)

    def clean(self, data: UploadedFile | None, initial: object = None) -> UploadedFile | None:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            ending = PurePath(file.name or "").suffix.lower()
            head = file.read(8)
            file.seek(0)
            if ending not in self.endings or not head.startswith(SIGNATURES[ending]):
                wanted = ", ".join(sorted({e.removeprefix(".").upper() for e in self.endings} - {"JPEG"}))
                raise ValidationError(
                    _("Only files of this kind can be attached: %(kinds)s."), params={"kinds": wanted}
                )
            if (file.size or 0) > DOCUMENT_LIMIT:
                raise ValidationError(_("The file is larger than 5 MB."))
        return file
