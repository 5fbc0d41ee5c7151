"""Directives and who has acknowledged them (guideline 6.1.1, 6.3.1, 6.4.1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.lifecycles import DIRECTIVE, DirectiveStatus
from committees.models.seats import Committee
from hcec.core.db import append_only


class Directive(models.Model):
    """A policy or order of the ministry or OBEC that levels below must acknowledge, level by level."""

    issuer = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="directives")
    number = models.CharField(_("document number"), max_length=100)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("what it asks"))
    document = models.FileField(_("document (PDF)"), upload_to="directives/%Y", blank=True)
    due_on = models.DateField(_("acknowledge by"))
    to_obec = models.BooleanField(_("OBEC acknowledges"), default=False)
    to_provinces = models.BooleanField(_("provinces acknowledge"), default=True)
    to_centers = models.BooleanField(_("centers acknowledge"), default=True)
    plan_asked = models.BooleanField(_("a local plan is asked for"), default=False)
    status = models.CharField(max_length=20, choices=DirectiveStatus, default=DirectiveStatus.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            DIRECTIVE.constraint(),
            models.UniqueConstraint(
                fields=["issuer", "number"],
                name="committees_directive_numbers_are_once_an_issuer",
                violation_error_message=_("This committee has already used the document number."),
            ),
            models.CheckConstraint(
                condition=Q(to_obec=True) | Q(to_provinces=True) | Q(to_centers=True),
                name="committees_directive_speaks_to_a_level",
                violation_error_message=_("Choose at least one level that must acknowledge."),
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True, published_by__isnull=True)
                | (~Q(status="draft") & Q(published_at__isnull=False, published_by__isnull=False)),
                name="committees_directive_is_published_by_someone_at_a_time",
            ),
        ]
        triggers = [DIRECTIVE.trigger()]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def levels(self) -> list[str]:
        """The levels that must acknowledge, from the top down."""
        marks = {
            "obec": self.to_obec,
            "province": self.to_provinces,
            "center": self.to_centers,
        }
        return [level for level, asked in marks.items() if asked]


class Acknowledgement(models.Model):
    """A committee has received a directive, with its own plan where one was asked for. Never rewritten."""

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="acknowledgements")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    plan = models.TextField(_("local plan"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["directive", "committee"],
                name="committees_acknowledge_a_directive_once",
                violation_error_message=_("This committee has already acknowledged the directive."),
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.committee} {self.at:%Y-%m-%d}"


class DutyProof(models.Model):
    """An uploaded proof that a duty was done in a period, where no query can find one. Never rewritten."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="duty_proofs")
    duty = models.CharField(max_length=40)
    period_start = models.DateField()
    note = models.TextField(_("what was done"))
    document = models.FileField(_("document"), upload_to="duties/%Y", blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["duty", "period_start"], name="proofs_of_a_duty")]
        constraints = [
            models.CheckConstraint(
                condition=Q(note__regex=r"\S"),
                name="committees_duty_proof_says_what_was_done",
                violation_error_message=_("Say what was done."),
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.duty} {self.period_start}"
