"""Pieces of the account pages: their tabs, the passkey script, devices by name, addresses for mails."""

import json
import re
from typing import Any

from django import template
from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hcec.core.pieces import Tab

register = template.Library()

PAGES = (
    (gettext_lazy("My details"), "profile", "/my/profile"),
    (gettext_lazy("Second factor"), "mfa_index", "/accounts/2fa/"),
    (gettext_lazy("Password"), "account_change_password", "/accounts/password/"),
    (gettext_lazy("E-mail address"), "account_email", "/accounts/email/"),
    (gettext_lazy("Devices"), "usersessions_list", "/accounts/sessions/"),
)
# The first that matches names the system; browsers claim to be each other, so the order matters.
SYSTEMS = (
    ("iPhone|iPad", "iOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)


@register.inclusion_tag("_components/tabs.html", takes_context=True)
def account_tabs(context: Context) -> dict[str, Any]:
    """The pages of one's own account."""
    here = context["request"].path
    items = [Tab(label, reverse(name), current=here.startswith(prefix)) for label, name, prefix in PAGES]
    return {"label": _("My account"), "items": items}


@register.simple_tag
def passkey_scripts() -> SafeString:
    """What speaks to the device; without JavaScript the other ways of signing in remain."""
    sources = ("mfa/js/webauthn-json.js", "accounts/passkeys.js")
    return format_html(
        "{}" * len(sources), *(format_html('<script src="{}" defer></script>', static(s)) for s in sources)
    )


@register.simple_tag(takes_context=True)
def slot_before_sign_in(context: Context) -> str:
    """A place above the sign-in form that the demo fills with its accounts; empty anywhere else."""
    try:
        found = get_template("demo/_accounts.html") if settings.DEMO else None
    except TemplateDoesNotExist:
        return ""
    return found.render(context.flatten(), context["request"]) if found else ""


@register.filter
def as_json(value: Any) -> str:
    """A value for a data attribute; the template escapes it."""
    return json.dumps(value)


@register.filter
def device(user_agent: str) -> str:
    """“Chrome, Android” instead of the line that browsers send."""
    names = [
        next((name for pattern, name in table if re.search(pattern, user_agent)), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in names if name) or _("Unknown device")


@register.simple_tag
def portal_url(name: str = "") -> str:
    """A whole address for mails."""
    return settings.PUBLIC_URL + (reverse(name) if name else "/")
