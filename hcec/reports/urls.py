"""Addresses of hcec/reports."""

from django.urls import path

from hcec.reports.views import branch, calendars, finder, home, landing

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("map/", finder.center_map, name="center-map"),
    path("home/", home.home, name="home"),
    path("my/calendar/", calendars.mine, name="my-calendar"),
    path("my/calendar/make/", calendars.make, name="my-calendar-make"),
    path("my/calendar/close/", calendars.close, name="my-calendar-close"),
    path("calendar/person/<str:token>.ics", calendars.person, name="calendar-person"),
    path("calendar/center/<str:code>.ics", calendars.center, name="calendar-center"),
    path("branch/", branch.branch, name="branch"),
    path("branch/rows/<slug:measure>/", branch.rows, name="branch-rows"),
    path("branch/<slug:code>/", branch.province, name="branch-province"),
    path("branch/<slug:code>/<slug:center_code>/", branch.center, name="branch-center"),
]
