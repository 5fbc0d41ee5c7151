"""Rules as data: in force from one day to another, and from where (guideline 5.2.1, 6.4.6)."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DatedRuleQuerySet(models.QuerySet):
    def in_force(self, day: date) -> "DatedRuleQuerySet":
        """The rules that judge what is decided on this day (both ends included)."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class DatedRule(models.Model):
    """A rule that judges what is decided on the days it is in force. A new rule is a new row."""

    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True)
    source = models.TextField(_("source"))

    objects = DatedRuleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_rules_end_after_they_begin",
                violation_error_message=_("The last day must not come before the first."),
            )
        ]
