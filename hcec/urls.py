"""Every address of the portal. Closed unless the view says otherwise (LoginRequiredMiddleware)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from hcec.core import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

for module in (  # asked in this order: what a crowd presses comes first
    "testing.urls",
    "hcec.core.urls",
    "hcec.accounts.urls",
    "centers.urls",
    "committees.urls",
    "training.urls",
    "verification.urls",
    "hcec.reports.urls",
):
    urlpatterns.append(path("", include(module)))

if settings.DEMO:
    urlpatterns.append(path("", include("hcec.demo.urls")))
