"""The public page of a certificate from a prepared form: its template is drawn once for each language and look, with holes
where certificates differ, and each visit only fills them. For visitors without a session; byte for byte the same page.

Drawing frame, menus and facts anew cost three times as much as everything else of an answer (bin/bench verify).
"""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from hcec.core.context_processors import Page

# Signs for private use: no text of a certificate has them, since none of its fonts does.
HOLE = re.compile("\ue000([a-z_]+)\ue001")
_forms: dict[tuple[Any, ...], list[str]] = {}


class PageWithHole(Page):
    """The page's frame, open about where it is."""

    address = "\ue000address\ue001"


def may_serve(request: HttpRequest) -> bool:
    """Whether nothing on the page is the visitor's own: who has no session has no name and no messages."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def page(request: HttpRequest, template: str, look: Mapping[str, Any], texts: Mapping[str, Any]) -> str:
    """The page of this template. `look` decides how it is drawn (few, hashable values); `texts` fill its holes, escaped.

    In the template each text is a variable that is shown and never asked about.
    """
    key = (template, get_language(), *look.items())
    form = _forms.get(key)
    if form is None:
        form = _forms[key] = _drawn(request, template, look, texts)
    filled: dict[str, str] = {name: conditional_escape(text) for name, text in texts.items()}
    filled |= {"csrf_token": get_token(request), "address": conditional_escape(request.get_full_path())}
    pieces = form.copy()
    for place in range(1, len(pieces), 2):
        pieces[place] = filled[pieces[place]]
    return "".join(pieces)


def _drawn(
    request: HttpRequest, template: str, look: Mapping[str, Any], texts: Mapping[str, Any]
) -> list[str]:
    """The pieces between the holes and, in turn with them, the holes' names."""
    holes = {name: mark_safe(f"\ue000{name}\ue001") for name in (*texts, "csrf_token")}
    return HOLE.split(render_to_string(template, {**look, **holes, "page": PageWithHole(request)}, request))
