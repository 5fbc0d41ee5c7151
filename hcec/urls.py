"""Every address of the portal. Closed unless the view says otherwise (LoginRequiredMiddleware)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from hcec.core import health
from hcec.core.routes import by_first_word

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

modules = [
    "testing.urls",
    "verification.urls",
    "hcec.core.urls",
    "hcec.accounts.urls",
    "centers.urls",
    "committees.urls",
    "training.urls",
    "hcec.reports.urls",
]
if settings.DEMO:
    modules.append("hcec.demo.urls")
urlpatterns += by_first_word(modules)  # what a crowd presses comes first
