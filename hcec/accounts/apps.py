"""People: accounts, profile, notices."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "hcec.accounts"
    verbose_name = _("People and accounts")
