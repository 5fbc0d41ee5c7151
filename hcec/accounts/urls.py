"""Addresses of hcec/accounts; sign-up, sign-in and second factors are allauth's, under /accounts/."""

from django.urls import path

from hcec.accounts import views

urlpatterns = [
    path("my/inbox", views.inbox, name="inbox"),
    path("my/inbox/read", views.read_all, name="inbox-read-all"),
    path("my/inbox/<int:pk>", views.notice, name="notice"),
]
