"""Addresses of testing."""

from django.urls import path

from testing.views import appeals, corrections, desk, marks, mine, moves, plan, pools, public, release, run

urlpatterns = [
    path("tests/", public.sessions, name="sessions"),
    path("tests/<int:pk>/", public.session, name="session"),
    path("tests/<int:pk>/book", public.book, name="book-session"),
    path("my/bookings/", mine.my_bookings, name="my-bookings"),
    path("my/bookings/<str:code>/", mine.booking, name="booking"),
    path("my/bookings/<str:code>/slip.pdf", mine.slip, name="booking-slip"),
    path("my/bookings/<str:code>/cancel", mine.cancel, name="cancel-booking"),
    path("my/bookings/<str:code>/move", moves.ways_out, name="move-booking"),
    path("my/bookings/<str:code>/move/<int:pk>", moves.move, name="move-booking-to"),
    path("manage/tests/", plan.sessions, name="manage-sessions"),
    path("manage/tests/new", plan.new, name="manage-session-new"),
    path("manage/tests/<int:pk>/", run.workspace, name="manage-session"),
    path("manage/tests/<int:pk>/edit", plan.edit, name="manage-session-edit"),
    path("manage/tests/<int:pk>/pools/", pools.pools, name="manage-session-pools"),
    path("manage/tests/<int:pk>/pools/kinds", pools.kinds, name="manage-session-seat-kinds"),
    path(
        "manage/tests/<int:pk>/pools/<int:pool_pk>/release", pools.release, name="manage-session-pool-release"
    ),
    path("manage/tests/<int:pk>/pools/<int:pool_pk>/remove", pools.remove, name="manage-session-pool-remove"),
    path("manage/tests/<int:pk>/call-off", run.call_off, name="manage-session-call-off"),
    path("manage/tests/<int:pk>/sign-in.pdf", run.sign_in, name="manage-session-sign-in"),
    path("manage/tests/<int:pk>/move/<slug:move>", run.move, name="manage-session-move"),
    path(
        "manage/tests/<int:pk>/bookings/<int:booking_pk>/cancel", run.cancel_for, name="manage-booking-cancel"
    ),
    path("manage/check-in/", desk.desk_list, name="manage-desks"),
    path("manage/check-in/<int:pk>/", desk.desk, name="manage-check-in"),
    path("manage/check-in/<int:pk>/<int:booking_pk>/<slug:mark>", desk.mark, name="manage-booking-mark"),
    path("manage/scan/<str:code>", desk.scan, name="manage-scan"),
    path("manage/results/", marks.result_list, name="manage-results"),
    path("manage/results/<int:pk>/", marks.session_results, name="manage-session-results"),
    path("manage/results/<int:pk>/template.xlsx", marks.template, name="manage-result-template"),
    path("manage/results/<int:pk>/upload", marks.upload, name="manage-result-upload"),
    path("manage/results/<int:pk>/sheets/<int:sheet_pk>", marks.sheet, name="manage-result-sheet"),
    path("manage/releases/", release.release_list, name="manage-releases"),
    path("manage/releases/<int:pk>/", release.release, name="manage-release"),
    path("manage/results/one/<int:pk>/", corrections.result, name="manage-result"),
    path("manage/results/one/<int:pk>/correct", corrections.propose, name="manage-correction-new"),
    path("manage/corrections/", corrections.correction_list, name="manage-corrections"),
    path("manage/corrections/<int:pk>/", corrections.correction, name="manage-correction"),
    path("manage/corrections/<int:pk>/document", corrections.document, name="manage-correction-document"),
    path("my/bookings/<str:code>/appeal", appeals.make, name="appeal-new"),
    path("my/bookings/<str:code>/appeal/withdraw", appeals.withdraw, name="appeal-withdraw"),
    path("manage/appeals/", appeals.appeal_list, name="manage-appeals"),
    path("manage/appeals/<int:pk>/", appeals.appeal, name="manage-appeal"),
]
