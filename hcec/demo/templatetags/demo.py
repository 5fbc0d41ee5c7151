"""What the demo's part of the sign-in page asks for."""

from itertools import groupby

from django import template
from django.utils.translation import gettext as _

from committees.models import Level
from hcec.demo.accounts import ACCOUNTS, PASSWORD, Account

register = template.Library()


@register.simple_tag
def demo_groups() -> list[tuple[str, list[Account]]]:
    """The demo accounts by the level they act on, people without a seat first."""

    def heading(account: Account) -> str:
        return str(Level(account.level).label) if account.level else _("People who learn and are tested")

    groups: dict[str, list[Account]] = {}
    for name, accounts in groupby(ACCOUNTS, heading):
        groups.setdefault(name, []).extend(accounts)
    return list(groups.items())


@register.simple_tag
def demo_password() -> str:
    """The one password of every demo account."""
    return PASSWORD
