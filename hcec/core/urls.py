"""Addresses of hcec/core."""

from django.conf import settings
from django.urls import URLPattern, path

from hcec.core import views

urlpatterns: list[URLPattern] = [
    path("language", views.set_language, name="set_language"),
]

if settings.LOCAL:
    urlpatterns += [
        path("styleguide", views.styleguide, name="styleguide"),
        path("styleguide/progress", views.styleguide_progress, name="styleguide_progress"),
    ]
