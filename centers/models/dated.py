"""Rules and rates as data: what holds from one day to another, and who decided so."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Dated(models.Model):
    """A row that holds from one day to another, and says who decided so."""

    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.TextField(_("source"))

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                violation_error_message=_("The last day must not come before the first."),
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on a day; both its first and its last day count."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)
