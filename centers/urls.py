"""Addresses of centers, and of a person's own profile (which spans accounts and workplace)."""

from django.urls import path

from centers.views import profile

urlpatterns = [
    path("my/profile", profile.profile, name="profile"),
    path("my/profile/schools", profile.schools, name="profile-schools"),
]
