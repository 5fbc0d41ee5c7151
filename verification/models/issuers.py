"""The legal name in whose name every center certifies, and the names before it (row J12)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.db import append_only
from verification.words import Pair

FOLLOWS = """
    PERFORM 1 FROM verification_issuername WHERE since >= NEW.since;
    IF FOUND THEN
        RAISE EXCEPTION 'verification_names_of_the_issuer_follow_one_another' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class IssuerName(models.Model):
    """What the issuer is called from a day on, and the law or announcement that says so; the first came with the portal.

    Names only follow one another: what a certificate was issued under never changes.
    """

    since = models.DateField(_("from"), unique=True)
    name_th = models.CharField(_("name in Thai"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    law = models.CharField(_("law or announcement"), max_length=300)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_th="") & ~Q(name_en="") & ~Q(law=""),
                name="verification_an_issuer_is_named_by_a_law",
            )
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="names_follow_one_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=FOLLOWS,
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Pair:
        return Pair(self.name_th, self.name_en)
