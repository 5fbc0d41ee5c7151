"""Addresses of dry runs: the officer's pages, and the workstation's own, which its code opens."""

from django.urls import path

from centers.views import dryrun_stations, dryruns

urlpatterns = [
    path("manage/labs/<int:pk>/dry-run", dryruns.start, name="manage-dry-run-start"),
    path("manage/dry-runs/<int:pk>/", dryruns.run, name="manage-dry-run"),
    path("manage/dry-runs/<int:pk>/finish", dryruns.finish, name="manage-dry-run-finish"),
    path("dry-run/", dryrun_stations.join, name="dry-run"),
    path("dry-run/check", dryrun_stations.check, name="dry-run-check"),
    path("dry-run/noise/<int:size>", dryrun_stations.payload, name="dry-run-payload"),
    path("dry-run/clock", dryrun_stations.clock, name="dry-run-clock"),
]
