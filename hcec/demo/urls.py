"""Addresses of the demo; hcec/urls.py includes them in demo mode only."""

from django.urls import path

from hcec.demo import views

urlpatterns = [path("demo/sign-in/", views.sign_in, name="demo-sign-in")]
