"""Addresses of training."""

from django.urls import path

from training.views import (
    attendance,
    catalogue,
    completions,
    files,
    manage,
    meetings,
    mine,
    moves,
    objections,
    paper,
    people,
    planner,
    public,
    selfcheck,
    trainers,
)

urlpatterns = [
    path("courses/", public.rounds, name="rounds"),
    path("courses/<int:pk>/", public.round, name="round"),
    path("courses/<int:pk>/enrol/", mine.enrol, name="round-enrol"),
    path("courses/catalogue/", catalogue.catalogue, name="catalogue"),
    path("courses/catalogue/<str:code>/", catalogue.course, name="course"),
    path("manage/catalogue/proposals/", catalogue.manage_proposals, name="manage-proposals"),
    path("manage/catalogue/proposals/new/", catalogue.manage_proposal_new, name="manage-proposal-new"),
    path("manage/catalogue/proposals/<int:pk>/", catalogue.manage_proposal, name="manage-proposal"),
    path(
        "manage/catalogue/proposals/<int:pk>/edit/",
        catalogue.manage_proposal_edit,
        name="manage-proposal-edit",
    ),
    path(
        "manage/catalogue/proposals/<int:pk>/submit/",
        catalogue.manage_proposal_submit,
        name="manage-proposal-submit",
    ),
    path(
        "manage/catalogue/proposals/<int:pk>/withdraw/",
        catalogue.manage_proposal_withdraw,
        name="manage-proposal-withdraw",
    ),
    path("manage/catalogue/reviews/", catalogue.manage_recognitions, name="manage-recognitions"),
    path("manage/catalogue/reviews/<int:pk>/", catalogue.manage_recognition, name="manage-recognition"),
    path(
        "manage/catalogue/courses/<str:code>/materials/", catalogue.manage_materials, name="manage-materials"
    ),
    path(
        "manage/catalogue/courses/<str:code>/materials/<int:pk>/remove/",
        catalogue.manage_material_remove,
        name="manage-material-remove",
    ),
    path("my/courses/", mine.my_enrolments, name="my-enrolments"),
    path("my/courses/<int:pk>/", mine.enrolment, name="enrolment"),
    path("my/courses/<int:pk>/cancel/", mine.cancel, name="enrolment-cancel"),
    path("manage/courses/", manage.manage_rounds, name="manage-rounds"),
    path("manage/planner/", planner.planner, name="manage-planner"),
    path("manage/planner/new/", planner.planner_new, name="manage-planner-new"),
    path("manage/planner/skipped/<int:pk>/take/", planner.skipped_take, name="manage-skipped-take"),
    path("manage/planner/skipped/<int:pk>/drop/", planner.skipped_drop, name="manage-skipped-drop"),
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
    path("manage/meetings/<int:pk>/paper/", paper.manage_paper, name="manage-paper"),
    path("manage/signed-sheets/<int:pk>/", paper.manage_signed_sheet, name="manage-signed-sheet"),
    path("manage/meetings/<int:pk>/code/", selfcheck.door_code, name="manage-door-code"),
    path("attend/<int:pk>/", selfcheck.attend_here, name="attend-here"),
    path("attend/<int:pk>/<str:token>/", selfcheck.attend, name="attend"),
    path("manage/attendance/", attendance.manage_attendance_due, name="manage-attendance-due"),
    path("manage/attendance/file/", files.manage_attendance_file, name="manage-attendance-file"),
    path(
        "manage/attendance/file/<int:pk>/",
        files.manage_attendance_file_seen,
        name="manage-attendance-file-seen",
    ),
    path("manage/courses/<int:pk>/table/", files.manage_round_table, name="manage-round-table"),
    path("my/attendance/<int:pk>/objection/", objections.objection_new, name="objection-new"),
    path("manage/objections/", objections.manage_objections, name="manage-objections"),
    path("manage/objections/<int:pk>/", objections.manage_objection, name="manage-objection"),
    path("manage/trainers/", trainers.manage_trainers, name="manage-trainers"),
    path("manage/trainers/<int:pk>/", trainers.manage_trainer, name="manage-trainer"),
    path(
        "manage/trainers/<int:pk>/qualifications/new/",
        trainers.manage_qualification_new,
        name="manage-qualification-new",
    ),
    path(
        "manage/qualifications/<int:pk>/paper/",
        trainers.manage_qualification_paper,
        name="manage-qualification-paper",
    ),
    path(
        "manage/qualifications/<int:pk>/withdraw/",
        trainers.manage_qualification_withdraw,
        name="manage-qualification-withdraw",
    ),
    path("manage/trainers/<int:pk>/end/", trainers.manage_trainer_end, name="manage-trainer-end"),
]
