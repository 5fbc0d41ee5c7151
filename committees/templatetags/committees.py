"""Template pieces of committees: the state of a duty, the name of a seat."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.models import Position
from committees.obligations import UPLOAD
from committees.queries.ledger import Line
from hcec.core.statuses import Tone

register = template.Library()

STATES: dict[str, tuple[Tone, str, str | Promise]] = {
    "late": (Tone.BAD, "exclamation-triangle", _("Late")),
    "due": (Tone.WAIT, "hourglass-split", _("Due")),
    "done": (Tone.GOOD, "check-circle", _("Done")),
    "ahead": (Tone.QUIET, "circle", _("Ahead")),
}


@register.simple_tag
def duty_state_word(state: str) -> str | Promise:
    """The word of a duty's state."""
    return STATES[state][2]


@register.simple_tag
def position_word(position: str) -> str | Promise:
    """The name of a seat."""
    return Position(position).label


@register.inclusion_tag("committees/_duty_lines.html")
def duty_lines(lines: list[Line], today: date, may_prove: bool) -> dict[str, Any]:
    """The periods of a duty: what is done, due or late, and folded away what lies ahead."""
    ahead = [line for line in lines if line.state(today) == "ahead"]
    now = [line for line in lines if line not in ahead]
    return {"now": now, "ahead": ahead, "today": today, "may_prove": may_prove}


@register.inclusion_tag("committees/_duty_line.html")
def duty_line(line: Line, today: date, may_prove: bool) -> dict[str, Any]:
    """One period of a duty: its state, its proof, or the way to prove it."""
    state = line.state(today)
    tone, icon, word = STATES[state]
    provable = may_prove and line.obligation.proof == UPLOAD and state in ("due", "late")
    start = line.period.start.isoformat()
    return {
        "line": line,
        "start": line.period.start,
        "end": line.period.end,
        "tone": tone.value,
        "icon": icon,
        "word": word,
        "provable": provable,
        "prove": reverse("duty-prove", args=[line.committee_id, line.obligation.code, start])
        if provable
        else "",
    }
