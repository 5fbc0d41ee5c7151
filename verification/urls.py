"""Addresses of verification: /verify/ for anyone, /my/ for the holder, /issue/ for the issuer."""

from django.urls import path

from verification.views import (
    bodies,
    checks,
    credentials,
    dropped,
    issued,
    keys,
    mine,
    public,
    ready,
    runs,
    shares,
)

urlpatterns = [
    path("verify/", public.verify, name="verify"),
    path("verify/keys/", keys.keys, name="verify-keys"),
    path("verify/keys/list.json", keys.keys_json, name="verify-keys-json"),
    path("verify/keys/<str:fingerprint>.pem", keys.key_file, name="verify-key-file"),
    path("verify/file", dropped.file, name="verify-file"),
    path("verify/<str:number>", public.verify_number, name="verify-number"),
    path(".well-known/did.json", credentials.did, name="credential-did"),
    path(".well-known/jwks.json", credentials.key_set, name="credential-keys"),
    path("credentials/status/<int:number>", credentials.status_list, name="credential-status"),
    path(
        "credentials/achievements/<str:kind>/<int:pk>", credentials.achievement, name="credential-achievement"
    ),
    path("my/certificates/", mine.certificates, name="my-certificates"),
    path("my/certificates/<str:number>/file", mine.file, name="my-certificate-file"),
    path("my/certificates/<str:number>/", mine.certificate, name="my-certificate"),
    path(
        "my/certificates/<str:number>/credential.<str:form>",
        mine.credential,
        name="my-certificate-credential",
    ),
    path("my/certificates/<str:number>/share", shares.make, name="my-certificate-share"),
    path(
        "my/certificates/<str:number>/shares/<int:pk>/withdraw",
        shares.withdraw,
        name="my-certificate-unshare",
    ),
    path("shared/<str:token>", shares.shared, name="shared-certificate"),
    path("checks/", checks.checks, name="checks"),
    path("checks/<int:pk>/", checks.body, name="check-body"),
    path("checks/<int:pk>/token", checks.token, name="check-body-token"),
    path("checks/<int:pk>/<int:inquiry>/", checks.inquiry, name="check-inquiry"),
    path("api/verify", checks.api, name="api-verify"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/new/", bodies.new, name="body-new"),
    path("bodies/<int:pk>/", bodies.body, name="body"),
    path("bodies/<int:pk>/end", bodies.end, name="body-end"),
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
