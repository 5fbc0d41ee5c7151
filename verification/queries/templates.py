"""Which version of a template papers are drawn by today, and what may be drawn by it."""

from django.db.models import QuerySet

from verification.models import Template, TemplateVersion
from verification.standard import STANDARD


def in_force(kind: str) -> TemplateVersion | None:
    """The latest published version of a kind; none before the first paper of the kind."""
    return (
        TemplateVersion.objects.filter(template__kind=kind, published_at__isnull=False)
        .select_related("template")
        .order_by("-number")
        .first()
    )


def shown(kind: str) -> TemplateVersion:
    """The version that papers would be drawn by now; before the first paper of a kind the portal's own, not yet a row."""
    standard = TemplateVersion(template=Template(kind=kind), number=1, **STANDARD[kind])
    return in_force(kind) or standard


def hold_of(kind: str) -> int:
    """How many hours new certificates of a kind are held back, unless the approver says otherwise."""
    found = Template.objects.filter(kind=kind).first()
    return (found or Template(kind=kind)).hold_hours


def versions(kind: str) -> QuerySet[TemplateVersion]:
    """All versions of a kind's template, latest first."""
    rows = TemplateVersion.objects.filter(template__kind=kind)
    return rows.select_related("published_by", "created_by").order_by("-number")
