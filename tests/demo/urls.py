"""The portal's addresses as they are in demo mode."""

from django.urls import include, path

from hcec.urls import urlpatterns as real

urlpatterns = [*real, path("", include("hcec.demo.urls"))]
