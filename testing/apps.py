"""The testing app."""

from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "testing"
