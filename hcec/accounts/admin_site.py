"""The back office: reference data and people, for officers with the right and a second factor. No status is edited here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from hcec.core import audit
from hcec.core.access import Access, Permission
from hcec.core.resources import SafeImportExportMixin


class PortalAdminSite(admin.AdminSite):
    """Django's admin behind the portal's own sign-in (ASVS 6.3.3)."""

    site_header = site_title = _("HCEC back office")
    index_title = _("Reference data and people")
    site_url = "/home/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        access: Access = request.access  # type: ignore[attr-defined]
        return super().has_permission(request) and access.second_factor

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """No password form of its own: sign in as everywhere, or learn that this is not one's place."""
        wanted = request.GET.get("next", reverse("admin:index"))
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
        return redirect("mfa_index" if request.user.is_staff and not self.has_permission(request) else "home")


class OfficeAdmin(admin.ModelAdmin):
    """Rows that holders of a permission keep. Nothing is deleted; every save is in the audit trail."""

    permission = Permission.REFERENCE_EDIT
    list_per_page = 50

    def holds(self, request: HttpRequest) -> bool:
        return bool(request.access.can(self.permission))  # type: ignore[attr-defined]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.holds(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.holds(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.holds(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record(
            "office.change" if change else "office.add", obj, by=request.user, fields=form.changed_data
        )


class ReferenceAdmin(SafeImportExportMixin, OfficeAdmin):
    """Reference rows that also come and go as sheets."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.holds(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.holds(request)


class DatedAdmin(OfficeAdmin):
    """Rows with dates: one that is in force is given a last day and followed by another, never rewritten."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str] | tuple[()]:
        if obj is None or obj.valid_from > timezone.localdate():
            return ()
        return [f.name for f in self.opts.fields if f.editable and f.name not in ("id", "valid_until")]
