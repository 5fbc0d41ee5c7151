"""Problems, partners and the contact book (guideline 6.3.2, 6.3.5, 6.4.3)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from centers.models import Center, School, ServiceArea
from committees.lifecycles import PROBLEM, ProblemStatus
from committees.models.seats import Committee
from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only


class Problem(models.Model):
    """A problem of a center. `holder` is the committee that has to solve it now; it climbs one level at a time."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="problems")
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="problems_raised",
    )
    raised_at = models.DateTimeField()
    title = models.CharField(_("problem"), max_length=200)
    body = models.TextField(_("what is wrong, since when, what was tried"))
    holder = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="problems")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="problems_assigned",
    )
    status = models.CharField(max_length=20, choices=ProblemStatus, default=ProblemStatus.OPEN)
    answer = models.TextField(_("how it was solved"), blank=True)
    resolved_at = models.DateTimeField(null=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            PROBLEM.constraint(),
            models.CheckConstraint(
                condition=Q(status="assigned", assignee__isnull=False) | (~Q(status="assigned")),
                name="committees_an_assigned_problem_has_an_assignee",
            ),
            models.CheckConstraint(
                condition=(Q(status__in=["resolved", "closed"], resolved_at__isnull=False) & ~Q(answer=""))
                | Q(status__in=["open", "assigned"], resolved_at__isnull=True),
                name="committees_a_resolved_problem_has_an_answer",
            ),
        ]
        triggers = [PROBLEM.trigger()]

    def __str__(self) -> str:
        return self.title


class ProblemStep(models.Model):
    """What became of a problem, step by step; the center that raised it reads this. Never rewritten."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    move = models.CharField(max_length=20)
    holder = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.move} {self.at:%Y-%m-%d}"


class Partner(models.Model):
    """A body that cooperates with a province or center: agreement, period, contact, what it supported."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=100, blank=True)
    agreement = models.CharField(_("agreement"), max_length=200)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="committees_an_agreement_ends_after_it_starts",
                violation_error_message=_("The last day must not come before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Support(models.Model):
    """One thing a partner gave: to which activity, when and what."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="supports")
    on = models.DateField(_("day"))
    what = models.CharField(_("what was given"), max_length=300)
    activity = models.CharField(_("round, session or other activity"), max_length=200)
    path = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.what


class Contact(models.Model):
    """A line of a center's contact book: whom to write to at an area office or school."""

    center = models.ForeignKey(Center, on_delete=models.PROTECT, related_name="contacts")
    area = models.ForeignKey(ServiceArea, on_delete=models.PROTECT, null=True, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(_("name"), max_length=150)
    duty = models.CharField(_("post"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False, school__isnull=True)
                | Q(area__isnull=True, school__isnull=False),
                name="committees_a_contact_is_of_an_area_or_a_school",
                violation_error_message=_("Choose an area office or a school, not both."),
            ),
            models.UniqueConstraint(
                fields=["center", "email"],
                name="committees_a_contact_is_in_the_book_once",
                violation_error_message=_("This address is already in the contact book."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A contact was invited to a round or session (its title and address on the portal). Never rewritten."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="invitations")
    title = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    message = models.TextField(blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "path"],
                name="committees_a_contact_is_invited_once_to_a_thing",
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.contact} {self.title}"
