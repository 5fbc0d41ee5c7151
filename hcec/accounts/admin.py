"""People in the back office: names, kind, whether the account is open. Never passwords, identity numbers or powers."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hcec.accounts.actions import people
from hcec.accounts.admin_site import OfficeAdmin
from hcec.accounts.models import User
from hcec.core.access import Permission


@admin.register(User)
class UserAdmin(OfficeAdmin):
    """Powers come from appointments, so there is nothing here to grant."""

    permission = Permission.REFERENCE_EDIT
    list_display = ("thai_name", "english_name", "email", "kind", "is_active", "is_staff")
    list_filter = ("kind", "is_active", "is_staff")
    search_fields = ("email", "first_name_th", "last_name_th", "first_name_en", "last_name_en")
    fields = (
        "email", "title", "first_name_th", "last_name_th", "first_name_en", "last_name_en", "kind", "phone",
        "is_active", "date_joined", "last_login",
    )  # fmt: skip
    readonly_fields = ("email", "date_joined", "last_login")
    ordering = ("name_sort", "pk")

    @admin.display(description=_("name in Thai"), ordering="name_sort")
    def thai_name(self, person: User) -> str:
        return person.name_th

    @admin.display(description=_("name in English"), ordering="first_name_en")
    def english_name(self, person: User) -> str:
        return person.name_en

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Nobody closes her own account by mistake."""
        return (*self.readonly_fields, "is_active") if obj == request.user else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An account that is closed loses its sessions with it."""
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data and not obj.is_active:
            people.end_sessions(obj)
