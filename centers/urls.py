"""Addresses of centers, and of a person's own profile (which spans accounts and workplace)."""

from django.urls import include, path

from centers.views import finder, manage, profile

urlpatterns = [
    path("", include("centers.urls_registers")),
    path("", include("centers.urls_uses")),
    path("", include("centers.urls_dry_runs")),
    path("my/profile", profile.profile, name="profile"),
    path("my/profile/schools", profile.schools, name="profile-schools"),
    path("centers/", finder.centers, name="centers"),
    path("centers/<str:code>/", finder.center, name="center"),
    path("manage/centers", manage.centers, name="manage-centers"),
    path("manage/centers/<int:pk>", manage.center, name="manage-center"),
    path("manage/centers/<int:pk>/edit", manage.edit, name="manage-center-edit"),
    path("manage/centers/<int:pk>/confirm-host", manage.confirm_host, name="manage-center-confirm-host"),
    path("manage/centers/<int:pk>/rooms/add", manage.room_add, name="manage-room-add"),
    path("manage/rooms/<int:pk>", manage.room, name="manage-room"),
    path("manage/rooms/<int:pk>/close", manage.room_close, name="manage-room-close"),
    path("manage/closures/<int:pk>/end", manage.closure_end, name="manage-closure-end"),
]
