"""The committees app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = _("Committees")

    def ready(self) -> None:
        """Register what this app proves and what it puts on a center's public page."""
        import committees.proofs  # noqa: F401
        from centers.queries.papers import on_public_page
        from committees.queries.minutes import papers_of_center

        on_public_page(papers_of_center)
