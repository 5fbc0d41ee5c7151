"""What somebody is honoured for or what is attested of people, and who they are (decision 0036, guideline 5.3.1)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center, SkillArea
from centers.models.places import Named
from hcec.core.access import BranchQuerySet
from verification.models.templates import Kind

CITED = (Kind.RECOGNITION, Kind.ATTESTATION)  # the kinds whose source is a citation
MOST_HOURS = 400  # as for a course
# Whoever writes the words of an occasion is not named in it, in whichever order the two come.
NOT_ONES_OWN_WORDS = """
    PERFORM 1 FROM verification_citation k
      WHERE k.occasion_id = NEW.id AND k.person_id = NEW.entered_by_id AND k.withdrawn_at IS NULL;
    IF FOUND THEN
        RAISE EXCEPTION 'verification_nobody_is_cited_in_their_own_words' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
NOT_IN_ONES_OWN_WORDS = """
    PERFORM 1 FROM verification_occasion o WHERE o.id = NEW.occasion_id AND o.entered_by_id = NEW.person_id;
    IF FOUND THEN
        RAISE EXCEPTION 'verification_nobody_is_cited_in_their_own_words' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
# What a certificate that counts was issued from stays as it is; once all are revoked it may be corrected, then issued again.
FROZEN = """
    PERFORM 1 FROM verification_citation k JOIN verification_certificate c ON c.citation_id = k.id
      WHERE {of} = OLD.id AND NOT EXISTS (SELECT FROM verification_revocation v WHERE v.certificate_id = c.id);
    IF FOUND THEN
        RAISE EXCEPTION 'verification_what_a_certificate_says_is_frozen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
WITHDRAWN_TOGETHER = Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True) | Q(
    withdrawn_by__isnull=False, withdrawn_at__isnull=False
)


def frozen(of: str) -> pgtrigger.Trigger:
    """The trigger for the table whose key the column `of` of the join names."""
    return pgtrigger.Trigger(
        name="frozen_while_a_certificate_counts", when=pgtrigger.Before, operation=pgtrigger.Update,
        func=FROZEN.format(of=of),
    )  # fmt: skip


def withdrawn_once() -> list[pgtrigger.Trigger]:
    """Rows that may be withdrawn, once, and are never removed."""
    return [
        pgtrigger.Protect(
            name="withdrawn_rows_stay_withdrawn", operation=pgtrigger.Update,
            condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
        ),
        pgtrigger.Protect(name="rows_are_never_removed", operation=pgtrigger.Delete),
    ]  # fmt: skip


class Occasion(Named):
    """What a center honours people for, or attests of them: to its citations what a session is to its results.

    `entered_by` is whoever wrote its words last. `hours` are hours of work, where the paper is to name them.
    """

    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, related_name="occasions", verbose_name=_("center")
    )
    kind = models.CharField(
        _("kind of certificate"), max_length=20, choices=[(each.value, each.label) for each in CITED]
    )
    skill = models.ForeignKey(
        SkillArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skill area")
    )  # fmt: skip
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    key = models.TextField(unique=True)  # of the form: pressed twice, it is one occasion
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in CITED]),
                name="verification_an_occasion_honours_or_attests",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="verification_an_occasion_ends_after_it_begins",
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0, hours__lte=MOST_HOURS),
                name="verification_hours_of_an_occasion_are_possible",
                violation_error_message=_("More than 0 and at most 400 hours, or nothing."),
            ),
            models.CheckConstraint(
                condition=WITHDRAWN_TOGETHER, name="verification_a_withdrawn_occasion_says_by_whom"
            ),
        ]
        indexes = [models.Index(fields=["center", "-starts_on"], name="occasions_of_a_center")]
        triggers = [
            frozen("k.occasion_id"),
            pgtrigger.ReadOnly(name="an_occasion_stays_where_it_is", fields=["center", "kind", "key"]),
            pgtrigger.Trigger(
                name="nobody_writes_their_own_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=NOT_ONES_OWN_WORDS,
            ),
            *withdrawn_once(),
        ]


class CitationQuerySet(BranchQuerySet):
    center_path = "occasion__center"


class Citation(models.Model):
    """One person of an occasion: the source of a certificate, as a result is. `role` are words of her own on the paper."""

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="citations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="citations")
    role_th = models.CharField(_("role (Thai)"), max_length=100, blank=True)
    role_en = models.CharField(_("role (English)"), max_length=100, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    objects = CitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "person"], condition=Q(withdrawn_at__isnull=True),
                name="verification_a_person_is_cited_once_an_occasion",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("entered_by")), name="verification_nobody_cites_themself",
                violation_error_message=_("Nobody cites themself."),
            ),
            models.CheckConstraint(
                condition=WITHDRAWN_TOGETHER, name="verification_a_withdrawn_citation_says_by_whom"
            ),
        ]  # fmt: skip
        triggers = [
            frozen("k.id"),
            pgtrigger.ReadOnly(
                name="a_citation_is_only_ever_withdrawn", exclude=["withdrawn_by", "withdrawn_at"]
            ),
            pgtrigger.Trigger(
                name="nobody_is_cited_in_their_own_words",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NOT_IN_ONES_OWN_WORDS,
            ),
            *withdrawn_once(),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.occasion}"
