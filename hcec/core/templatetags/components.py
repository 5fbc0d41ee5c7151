"""The portal's declared components: a misspelt or missing argument stops the page, so it never reaches a person.

Each is shown in all its states at /styleguide and explained in docs/components.md.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hcec.core import thai
from hcec.core.drawing import CaptureNode, icon_names, one_of, trimmed
from hcec.core.pieces import Bar, Step, Tab, Text, draw_bars
from hcec.core.statuses import Tone, look_of

register = template.Library()

BUTTON_KINDS = ("plain", "main", "danger", "quiet")


@register.tag
def capture(parser: Any, token: Any) -> CaptureNode:
    """`{% capture name %}…{% endcapture %}`: for the bases only."""
    try:
        _, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("capture takes one name") from error
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)


@register.simple_tag
def icon(name: str, *, label: Text = "") -> SafeString:
    """A picture from the sprite; silent to a screen reader unless it carries a label of its own."""
    address = f"{static('img/icons.svg')}#{one_of('icon', name, icon_names())}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_block_tag
def page_header(content: str, *, title: Text, about: Text = "") -> str:
    """The heading of a page: what it is, about whom or what, and between the tags its one main action."""
    return render_to_string(
        "_components/page_header.html", {"title": title, "about": about, "actions": trimmed(content)}
    )


@register.inclusion_tag("_components/button.html")
def button(
    *, label: Text, href: str = "", kind: str = "plain", icon: str = "", name: str = "", value: str = ""
) -> dict[str, Any]:
    """A link that looks like a button where `href` is given, else the button that sends the form around it."""
    return {
        "label": label,
        "href": href,
        "kind": one_of("kind", kind, BUTTON_KINDS),
        "icon": icon,
        "name": name,
        "value": value,
    }


@register.inclusion_tag("_components/post_button.html")
def post_button(
    *,
    label: Text,
    action: str,
    kind: str = "plain",
    icon: str = "",
    confirm: Text = "",
    confirm_label: Text = "",
    key: Text = "",
    fields: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """One press that changes something: a form of its own.

    `confirm` says what will happen and asks again, for what cannot be undone; `key` is an idempotency key.
    """
    return {
        "label": label,
        "action": action,
        "kind": one_of("kind", kind, BUTTON_KINDS),
        "icon": icon,
        "confirm": confirm,
        "confirm_label": confirm_label or label,
        "key": key,
        "fields": fields or {},
    }


@register.inclusion_tag("_components/badge.html")
def status_badge(*, lifecycle: str, state: str) -> dict[str, Any]:
    """The status of a thing: its one colour, icon and word, as `<app>/statuses.py` says."""
    look = look_of(lifecycle, state)
    return {"tone": look.tone, "icon": look.icon, "label": look.word}


@register.inclusion_tag("_components/badge.html")
def badge(*, label: Text, tone: str = "quiet", icon: str = "circle") -> dict[str, Any]:
    """A mark that is no status, such as “placeholder host”."""
    return {"label": label, "tone": one_of("tone", tone, Tone.values), "icon": icon}


@register.inclusion_tag("_components/field.html")
def field(bound: BoundField, *, help: Text = "") -> dict[str, Any]:
    """A form field with its label, help and errors."""
    box = getattr(bound.field.widget, "input_type", "")
    return {"field": bound, "help": help or bound.help_text, "box": box, "errors": bound.errors}


@register.inclusion_tag("_components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong in the form, at its head, each leading to its field."""
    fields = [(bound, error) for bound in form for error in bound.errors]
    return {
        "general": form.non_field_errors(),
        "fields": fields,
        "count": len(fields) + len(form.non_field_errors()),
    }


@register.simple_block_tag(takes_context=True)
def post_form(
    context: Context,
    content: str,
    *,
    form: BaseForm,
    label: Text,
    action: str = "",
    back: str = "",
    key: Text = "",
) -> str:
    """A whole form that posts: errors, fields, what stands between the tags, and its main button.

    `back` is where “leave it” leads; `key` is an idempotency key.
    """
    filled = {"form": form, "label": label, "action": action, "back": back, "key": key, "content": content}
    return render_to_string(
        "_components/post_form.html", filled | {"csrf_token": context.get("csrf_token", "")}
    )


@register.simple_block_tag
def alert(content: str, *, tone: str = "news", title: Text = "") -> str:
    """A sentence that must not be missed. Bad and waiting ones are announced at once."""
    icons = {"news": "info-circle", "good": "check-circle", "wait": "exclamation-triangle", "bad": "x-circle"}
    filled = {"tone": one_of("tone", tone, icons), "title": title, "content": content, "icon": icons[tone]}
    return render_to_string("_components/alert.html", filled)


@register.simple_block_tag
def empty_state(content: str, *, title: Text, icon: str = "search") -> str:
    """Nothing here: why, and between the tags what to do next."""
    return render_to_string(
        "_components/empty_state.html", {"title": title, "icon": icon, "content": content}
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of facts, one `fact` each."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, *, label: Text) -> SafeString:
    """A name and what stands for it; an empty one shows a dash."""
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, trimmed(content) or "–")


@register.inclusion_tag("_components/tile.html")
def tile(
    *, label: Text, value: Any, href: str = "", unit: Text = "", note: Text = "", tone: str = ""
) -> dict[str, Any]:
    """One measure; `href` opens the rows behind the number."""
    if tone:
        one_of("tone", tone, Tone.values)
    return {"label": label, "value": value, "href": href, "unit": unit, "note": note, "tone": tone}


@register.simple_block_tag
def task(
    content: str, *, title: Text, href: str = "", note: Text = "", tone: str = "quiet", icon: str = "circle"
) -> str:
    """One thing that waits for a person, inside `<ol class="tasks">`; between the tags its one button."""
    filled = {
        "title": title,
        "href": href,
        "note": note,
        "tone": one_of("tone", tone, Tone.values),
        "icon": icon,
    }
    return render_to_string("_components/task.html", filled | {"content": content})


@register.inclusion_tag("_components/progress.html")
def progress(
    *, label: Text, done: int, total: int, href: str = "", failed: int = 0, finished: bool = False
) -> dict[str, Any]:
    """How far a long job is; `href` answers the same fragment again, asked by htmx or by pressing reload."""
    percent = 100 if finished else min(99, 100 * done // total) if total else 0
    return {
        "label": label,
        "done": done,
        "total": total,
        "href": href,
        "failed": failed,
        "finished": finished,
        "percent": percent,
    }


@register.inclusion_tag("_components/pagination.html", takes_context=True)
def pagination(context: Context, *, page: Page, label: Text = "") -> dict[str, Any]:
    """The pages of a list; every other parameter of the address is kept. A second one on a page needs its `label`."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "numbers": list(numbers), "request": context["request"], "label": label}


@register.inclusion_tag("_components/tabs.html")
def tabs(*, label: Text, items: Sequence[Tab]) -> dict[str, Any]:
    """Several views of one thing, as links."""
    return {"label": label, "items": items}


@register.inclusion_tag("_components/steps.html")
def steps(*, items: Sequence[Step]) -> dict[str, Any]:
    """Where one is in a longer task."""
    return {"items": items}


@register.inclusion_tag("_components/crumb.html")
def crumb(*, label: Text, href: str = "") -> dict[str, Any]:
    """One place on the way to this page, for the block `breadcrumbs`."""
    return {"label": label, "href": href}


@register.inclusion_tag("_components/seats_left.html")
def seats_left(*, free: int, of: int, waiting: int = 0) -> dict[str, Any]:
    """Seats that are free now, and the waiting list when there are none."""
    tone = "bad" if free <= 0 else "wait" if free <= max(3, of // 10) else "good"
    return {"free": max(free, 0), "of": of, "waiting": waiting, "tone": tone, "taken": of - max(free, 0)}


@register.simple_block_tag
def offer(
    content: str,
    *,
    title: Text,
    href: str,
    place: Text,
    starts_at: datetime,
    ends_at: datetime | None = None,
    free: int | None = None,
    of: int = 0,
    waiting: int = 0,
    note: Text = "",
) -> str:
    """A test or a course that one may join, inside `<ol class="offers">`; between the tags its one button, if any."""
    day, rest = thai.thai_date(starts_at).split(" ", 1)
    hours = thai.thai_time_range(starts_at, ends_at) if ends_at else thai.thai_time(starts_at)
    filled = {
        "title": title,
        "href": href,
        "place": place,
        "note": note,
        "starts_at": starts_at,
        "content": content,
    }
    when = {"day": day, "month": rest, "weekday": thai.thai_weekday(starts_at), "hours": hours}
    return render_to_string(
        "_components/offer.html", filled | when | {"free": free, "of": of, "waiting": waiting}
    )


@register.inclusion_tag("_components/chart_bars.html")
def chart_bars(*, caption: Text, label: Text, unit: Text, rows: Iterable[Bar]) -> dict[str, Any]:
    """A table whose numbers are also drawn as bars; `label` and `unit` head it, a bar's link opens its rows."""
    return {"caption": caption, "label": label, "unit": unit, "bars": draw_bars(rows)}


@register.simple_tag
def money(amount: Decimal | int | None, *, unit: Text = "") -> SafeString:
    """Baht with separators and two decimals; nothing known is a dash."""
    text = "–" if amount is None else f"{amount:,.2f}".replace("-", "\N{MINUS SIGN}")
    return format_html('<span class="money">{}</span>{}', text, format_html(" {}", unit) if unit else "")


@register.inclusion_tag("_components/listing.html", takes_context=True)
def listing(context: Context, *, of: Any) -> dict[str, Any]:
    """A whole list: search, filters, count, rows, pages, export (hcec.core.listing)."""
    return {"listing": of, "request": context["request"]}


@register.filter
def thousands(number: Any) -> str:
    """1,234,567; a decimal keeps its decimals; nothing is a dash."""
    if number is None or number == "":
        return "–"
    return f"{number:,}" if isinstance(number, int | float | Decimal) else str(number)


@register.filter
def tone(level: str) -> str:
    """The tone of a message's level (django.contrib.messages)."""
    return {"success": "good", "warning": "wait", "error": "bad"}.get(
        level.split()[-1] if level else "", "news"
    )
