"""Addresses of a center's registers: history, equipment, laboratories, pictures, standards."""

from django.urls import path

from centers.views import announcements, equipment, labs, photos, standards, stations

urlpatterns = [
    path("centers/<str:code>/history/", announcements.history, name="center-history"),
    path("centers/announcements/<int:pk>/document", announcements.document, name="announcement-document"),
    path("centers/pictures/<int:pk>.jpg", photos.picture, name="center-photo"),
    path("manage/announcements/", announcements.announcements, name="manage-announcements"),
    path("manage/centers/<int:pk>/announce/", announcements.announce, name="manage-announce"),
    path("manage/centers/<int:pk>/pictures/", photos.photos, name="manage-photos"),
    path("manage/pictures/<int:pk>/remove", photos.remove, name="manage-photo-remove"),
    path("manage/equipment/", equipment.equipment, name="manage-equipment"),
    path("manage/equipment/new", equipment.new, name="manage-equipment-new"),
    path("manage/equipment/<int:pk>/", equipment.item, name="manage-equipment-item"),
    path("manage/equipment/<int:pk>/fault", equipment.report, name="manage-equipment-fault"),
    path("manage/faults/", equipment.faults, name="manage-faults"),
    path("manage/faults/<int:pk>/mend", equipment.mend, name="manage-fault-mend"),
    path("manage/labs/", labs.labs, name="manage-labs"),
    path("manage/labs/<int:pk>/", labs.lab, name="manage-lab"),
    path("manage/labs/<int:pk>/add", labs.add_stations, name="manage-lab-add"),
    path("manage/stations/<int:pk>/", stations.station, name="manage-station"),
    path("manage/stations/<int:pk>/check", stations.check, name="manage-station-check"),
    path("manage/stations/<int:pk>/by-hand", stations.by_hand, name="manage-station-by-hand"),
    path("manage/stations/<int:pk>/fault", stations.report, name="manage-station-fault"),
    path("manage/stations/<int:pk>/use/<slug:name>", stations.use, name="manage-station-use"),
    path("manage/readiness/<int:size>", stations.payload, name="manage-readiness-payload"),
    path("manage/readiness/clock", stations.clock, name="manage-readiness-clock"),
    path("manage/standards/", standards.standards, name="manage-standards"),
    path("manage/centers/<int:pk>/standards/", standards.standard, name="manage-standard"),
    path("manage/centers/<int:pk>/standards/begin", standards.begin, name="manage-standard-begin"),
    path("manage/standards/<int:pk>/", standards.fill, name="manage-standard-fill"),
    path("manage/standards/<int:pk>/confirm", standards.confirm, name="manage-standard-confirm"),
    path("manage/standards/<int:pk>/return", standards.send_back, name="manage-standard-return"),
    path("manage/standards/<int:pk>/sample", standards.sample, name="manage-standard-sample"),
    path("manage/standards/evidence/<int:pk>", standards.evidence, name="manage-standard-evidence"),
]
