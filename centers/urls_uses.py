"""Addresses of the uses of rooms and of a room's week."""

from django.urls import path

from centers.views import timetable, uses

urlpatterns = [
    path("manage/rooms/<int:pk>/week", timetable.week, name="manage-room-week"),
    path("manage/room-uses/", uses.uses, name="manage-room-uses"),
    path("manage/room-uses/new", uses.new, name="manage-room-use-new"),
    path("manage/room-uses/send", uses.send, name="manage-room-use-send"),
    path("manage/room-uses/<int:pk>/", uses.use, name="manage-room-use"),
    path("manage/room-uses/<int:pk>/approve", uses.approve, name="manage-room-use-approve"),
    path("manage/room-uses/<int:pk>/decline", uses.decline, name="manage-room-use-decline"),
    path("manage/room-uses/<int:pk>/take-back", uses.withdraw, name="manage-room-use-withdraw"),
    path("manage/room-uses/<int:pk>/confirm", uses.confirm, name="manage-room-use-confirm"),
    path("manage/room-uses/<int:pk>/repair", uses.repair, name="manage-room-use-repair"),
    path("manage/room-uses/dates/<int:pk>/let-go", uses.let_go, name="manage-room-use-let-go"),
]
