"""People: accounts, profile, notices."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hcec.accounts"
    verbose_name = "Accounts"
