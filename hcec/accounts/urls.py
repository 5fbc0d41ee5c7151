"""Addresses of hcec/accounts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
