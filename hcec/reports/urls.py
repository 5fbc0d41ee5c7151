"""Addresses of hcec/reports."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
