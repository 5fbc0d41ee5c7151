"""The reports app: the only one that may look at everything."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "hcec.reports"
