"""Reads an HTML answer the way a strict reviewer would; says what is wrong with it."""

from collections import Counter
from html.parser import HTMLParser

# Elements that never close.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """The ids, labels and forms of a page, and whatever the house rules forbid."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.wanted: list[tuple[str, str]] = []
        self.faults: list[str] = []
        self.open: list[str] = []
        self.form: dict[str, str | None] | None = None
        self.fields: list[str] = []
        self.headings = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attrs = dict(given)
        if tag not in VOID:
            self.open.append(tag)
        self.look(tag, attrs, len(given))
        if identity := attrs.get("id"):
            self.ids[identity] += 1
        for name in ("for", "aria-describedby", "aria-labelledby", "popovertarget"):
            self.wanted += [(name, target) for target in (attrs.get(name) or "").split()]
        if tag == "form":
            self.form, self.fields = attrs, []
        if tag in ("input", "select", "textarea") and attrs.get("name"):
            self.fields.append(attrs["name"] or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag == "form" and self.form is not None:
            action = self.form.get("action") or "itself"
            has, abroad = "csrfmiddlewaretoken" in self.fields, action.startswith(("http://", "https://"))
            if (self.form.get("method") or "").lower() == "post" and has == abroad:
                self.faults.append(
                    f"the form to “{action}” {'gives our CSRF token away' if abroad else 'has no CSRF token'}"
                )
            self.form = None

    def handle_data(self, data: str) -> None:
        # A component that was escaped on its way shows its own markup to the reader.
        if (
            self.open
            and self.open[-1] not in ("pre", "code", "script", "textarea")
            and '<span class="' in data
        ):
            self.faults.append(f"markup shown as text: {data.strip()[:80]}")

    def look(self, tag: str, attrs: dict[str, str | None], count: int) -> None:
        """The faults of one element on its own."""
        if count != len(attrs):
            self.faults.append(f"<{tag}> names an attribute twice")
        if tag == "style" or "style" in attrs:
            self.faults.append(f"inline style on <{tag}>")
        if tag == "script" and not attrs.get("src") and attrs.get("type") != "application/json":
            self.faults.append("inline script")
        self.faults += [f"inline handler {name} on <{tag}>" for name in attrs if name.startswith("on")]
        if (attrs.get("href") or "").lower().startswith("javascript:"):
            self.faults.append("a javascript: address")
        if tag == "img" and "alt" not in attrs:
            self.faults.append(f"no alt on the picture {attrs.get('src')}")
        if tag == "h1":
            self.headings += 1
        if tag == "form" and self.form is not None:
            self.faults.append("a form inside a form")
        if tag == "html" and not attrs.get("lang"):
            self.faults.append("no language on <html>")


def faults(html: str) -> list[str]:
    """Everything wrong with an HTML page or fragment; an empty list is a good page."""
    page = Page(html)
    found = list(page.faults)
    found += [f"the id “{identity}” comes {times} times" for identity, times in page.ids.items() if times > 1]
    if "<html" in html:
        found += [
            f"{name} points to “{target}”, which is not there"
            for name, target in page.wanted
            if not page.ids[target]
        ]
        if page.headings != 1:
            found.append(f"{page.headings} headings of the first level instead of one")
    return found
