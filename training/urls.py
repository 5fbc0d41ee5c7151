"""Addresses of training."""

from django.urls import path

from training.views import attendance, completions, manage, meetings, mine, moves, people, public, trainers

urlpatterns = [
    path("courses/", public.rounds, name="rounds"),
    path("courses/<int:pk>/", public.round, name="round"),
    path("courses/<int:pk>/enrol/", mine.enrol, name="round-enrol"),
    path("my/courses/", mine.my_enrolments, name="my-enrolments"),
    path("my/courses/<int:pk>/", mine.enrolment, name="enrolment"),
    path("my/courses/<int:pk>/cancel/", mine.cancel, name="enrolment-cancel"),
    path("manage/courses/", manage.manage_rounds, name="manage-rounds"),
    path("manage/courses/new/", manage.manage_round_new, name="manage-round-new"),
    path("manage/courses/<int:pk>/", manage.manage_round, name="manage-round"),
    path("manage/courses/<int:pk>/edit/", manage.manage_round_edit, name="manage-round-edit"),
    path("manage/courses/<int:pk>/open/", moves.manage_round_open, name="manage-round-open"),
    path("manage/courses/<int:pk>/close/", moves.manage_round_close, name="manage-round-close"),
    path("manage/courses/<int:pk>/reopen/", moves.manage_round_reopen, name="manage-round-reopen"),
    path("manage/courses/<int:pk>/finish/", moves.manage_round_finish, name="manage-round-finish"),
    path("manage/courses/<int:pk>/call-off/", manage.manage_round_call_off, name="manage-round-call-off"),
    path("manage/courses/<int:pk>/people/", people.manage_round_people, name="manage-round-people"),
    path(
        "manage/courses/<int:pk>/attendance/",
        attendance.manage_round_attendance,
        name="manage-round-attendance",
    ),
    path(
        "manage/courses/<int:pk>/completions/",
        completions.manage_round_completions,
        name="manage-round-completions",
    ),
    path("manage/courses/<int:pk>/meetings/new/", meetings.manage_meeting_new, name="manage-meeting-new"),
    path("manage/meetings/<int:pk>/", meetings.manage_meeting, name="manage-meeting"),
    path("manage/meetings/<int:pk>/remove/", meetings.manage_meeting_remove, name="manage-meeting-remove"),
    path("manage/meetings/<int:pk>/attendance/", attendance.manage_attendance, name="manage-attendance"),
    path(
        "manage/meetings/<int:pk>/sheet/", attendance.manage_attendance_sheet, name="manage-attendance-sheet"
    ),
    path(
        "manage/enrolments/<int:pk>/cancel/", people.manage_enrolment_cancel, name="manage-enrolment-cancel"
    ),
    path("manage/attendance/", attendance.manage_attendance_due, name="manage-attendance-due"),
    path("manage/trainers/", trainers.manage_trainers, name="manage-trainers"),
    path("manage/trainers/<int:pk>/end/", trainers.manage_trainer_end, name="manage-trainer-end"),
]
