"""Addresses of verification: /verify/ for anyone, /my/ for the holder, /issue/ for the issuer."""

from django.urls import path

from verification.views import issued, mine, public, ready, runs

urlpatterns = [
    path("verify/", public.verify, name="verify"),
    path("verify/<str:number>", public.verify_number, name="verify-number"),
    path("my/certificates/", mine.certificates, name="my-certificates"),
    path("my/certificates/<str:number>/file", mine.file, name="my-certificate-file"),
    path("issue/", ready.issue, name="issue"),
    path("issue/ready/<str:kind>/<int:pk>/", ready.group, name="issue-group"),
    path("issue/confirm/", ready.confirm, name="issue-confirm"),
    path("issue/preview/<str:kind>/<int:pk>/", ready.preview, name="issue-preview"),
    path("issue/preview/<str:kind>/<int:pk>/file", ready.preview_file, name="issue-preview-file"),
    path("issue/runs/", runs.runs, name="issue-runs"),
    path("issue/runs/<int:pk>/", runs.run, name="issue-run"),
    path("issue/certificates/", issued.certificates, name="issued-certificates"),
    path("issue/certificates/<str:number>/", issued.certificate, name="issued-certificate"),
    path("issue/certificates/<str:number>/file", issued.file, name="issued-certificate-file"),
    path("issue/certificates/<str:number>/revoke", issued.revoke, name="issued-certificate-revoke"),
]
