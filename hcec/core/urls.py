"""Addresses of hcec/core."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
