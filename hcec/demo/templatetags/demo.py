"""What the demo's part of the sign-in page asks for."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from centers.models import Center, Province
from committees.models import Level
from hcec.demo.accounts import ACCOUNTS, PASSWORD, Account

register = template.Library()


@dataclass(frozen=True)
class Choice:
    """A demo account as the sign-in page offers it."""

    account: Account
    place: str


@register.simple_tag
def demo_groups() -> list[tuple[str, list[Choice]]]:
    """The demo accounts by the level they act on, people without a seat first. The page is public: so are its names."""
    codes = {account.place for account in ACCOUNTS}
    centers = Center.objects.filter(code__in=codes).select_related("province")
    places: dict[str, str] = {center.code: str(center.public_name) for center in centers}
    places |= {province.code: province.name for province in Province.objects.filter(code__in=codes)}
    groups: dict[str, list[Choice]] = {}
    for account in ACCOUNTS:
        heading = str(Level(account.level).label) if account.level else _("People who learn and are tested")
        groups.setdefault(heading, []).append(Choice(account, places.get(account.place, "")))
    return list(groups.items())


@register.simple_tag
def demo_password() -> str:
    """The one password of every demo account."""
    return PASSWORD


@register.simple_tag(takes_context=True)
def demo_onward(context: Context) -> str:
    """Where the reader was going when she was asked to sign in."""
    return context["request"].GET.get("next", "")
