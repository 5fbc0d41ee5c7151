"""Addresses of hcec/reports."""

from django.urls import path

from hcec.reports.views import branch, finder, home, landing

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("map/", finder.center_map, name="center-map"),
    path("home/", home.home, name="home"),
    path("branch/", branch.branch, name="branch"),
    path("branch/rows/<slug:measure>/", branch.rows, name="branch-rows"),
    path("branch/<slug:code>/", branch.province, name="branch-province"),
    path("branch/<slug:code>/<slug:center_code>/", branch.center, name="branch-center"),
]
