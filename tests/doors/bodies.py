"""What a browser would send: the forms of a page, filled as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

# What a reader would type into an empty box, by its type; Thai so that names pass.
TYPED = {"email": "somebody@example.org", "number": "1", "text": "ข้อความ", "textarea": "ข้อความ"}


@dataclass
class Filled:
    """One form: where it goes, what it carries, and the names of all it asks for, ticked or not."""

    action: str
    names: set[str] = field(default_factory=set)
    body: dict[str, list[str]] = field(default_factory=dict)

    def put(self, name: str, value: str) -> None:
        self.body.setdefault(name, []).append(value)


class Forms(HTMLParser):
    """The forms of a page that are sent by POST; boxes keep their values, empty ones that must be filled get one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Filled] = []
        self.current: Filled | None = None
        self.select = self.area = self.text = ""
        self.must = False
        self.feed(html)

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = {name: value or "" for name, value in given}
        if tag == "form":
            posted = attrs.get("method", "").lower() == "post"
            self.current = Filled(attrs.get("action", "")) if posted else None
        if self.current is None:
            return
        name, must = attrs.get("name", ""), "required" in attrs
        if name:
            self.current.names.add(name)
        if tag == "input" and name:
            self.box(name, attrs, must)
        elif tag == "select":
            self.select, self.must = name, must
        elif tag == "option" and self.select and ("selected" in attrs or (self.must and attrs.get("value"))):
            self.current.body[self.select] = [attrs.get("value", "")]
            self.must = False
        elif tag == "textarea":
            self.area, self.text, self.must = name, "", must

    def box(self, name: str, attrs: dict[str, str], must: bool) -> None:
        assert self.current is not None
        kind, value = attrs.get("type", "text"), attrs.get("value", "")
        if kind in ("checkbox", "radio"):
            if "checked" in attrs or (must and name not in self.current.body):
                self.current.put(name, value or "on")
        elif kind not in ("file", "submit", "button"):
            self.current.put(name, value or (TYPED.get(kind, "") if must else ""))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.current is not None:
            self.forms.append(self.current)
            self.current = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.current is not None and self.area:
            self.current.put(self.area, self.text.strip("\n") or (TYPED["textarea"] if self.must else ""))
            self.area = ""


def forms_of(html: str) -> Iterator[Filled]:
    """Every form of a page that is sent by POST."""
    yield from Forms(html).forms
