"""Who may do what, and over which centers: permission names, the Access value and the door.

The table that says which seat of which committee holds which permission is `committees/duties.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Self

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from hcec.core import rowguard


class Permission(models.TextChoices):
    """Every power of the portal. A view asks for one of these and for nothing else."""

    FIGURES_VIEW = "figures.view", _("See figures and the rows behind them")
    CENTER_EDIT = "center.edit", _("Edit a center, its rooms and equipment")
    STANDARD_CONFIRM = (
        "standard.confirm",
        _("Confirm and sample assessments against the standards"),
    )
    SESSION_MANAGE = "session.manage", _("Plan and run test sessions")
    ROUND_MANAGE = "round.manage", _("Plan and run training rounds")
    COURSE_RECOGNISE = "course.recognise", _("Review and recognise courses")
    CHECK_IN = "attendance.check_in", _("Check people in and record attendance")
    RESULT_ENTER = "result.enter", _("Enter test results")
    RESULT_RELEASE = "result.release", _("Release test results")
    OUTSIDE_CHECK = "outside.check", _("Check outside results")
    DUTY_WAIVE = "duty.waive", _("Let somebody do duties at a test that are kept apart")
    ACCOMMODATION_DECIDE = "accommodation.decide", _("Decide on accommodations at tests")
    FEE_CONFIRM = "fee.confirm", _("Check proofs of payment and take fees at the counter")
    FEE_WAIVE = "fee.waive", _("Waive fees, cancel receipts, have fees paid back")
    VOUCHER_PREPARE = "voucher.prepare", _("Prepare vouchers of speakers")
    VOUCHER_APPROVE = "voucher.approve", _("Approve vouchers of speakers")
    CERTIFICATE_PREPARE = "certificate.prepare", _("Prepare certificates for approval")
    CERTIFICATE_ISSUE = "certificate.issue", _("Issue certificates")
    CERTIFICATE_REVOKE = "certificate.revoke", _("Revoke certificates")
    BODY_ADMIT = "body.admit", _("Admit bodies that check many certificates")
    COMMITTEE_VIEW = "committee.view", _("See committees and who sits on them")
    COMMITTEE_APPOINT = "committee.appoint", _("Appoint to committees")
    REFERENCE_EDIT = "reference.edit", _("Replace reference data")
    PERSON_VIEW = "person.view", _("See a person's record")
    DIRECTIVE_ISSUE = "directive.issue", _("Publish directives")
    DIRECTIVE_ACKNOWLEDGE = (
        "directive.acknowledge",
        _("Acknowledge directives for a committee"),
    )
    MEETING_RUN = "meeting.run", _("Call meetings and keep their minutes")
    VISIT_MAKE = "visit.make", _("Plan and make supervision visits")
    VISIT_REPLY = "visit.reply", _("Reply to findings for the center")
    PROBLEM_RAISE = "problem.raise", _("Raise problems of a center")
    PROBLEM_SOLVE = "problem.solve", _("Assign, pass up and resolve problems")
    PARTNER_EDIT = "partner.edit", _("Keep partners and the contact book")
    DUTY_PROVE = "duty.prove", _("Upload proof that a duty was done")


# Powers that approve, issue or replace: their holders must carry a second factor (ASVS 6.3.3).
STRONG = frozenset(
    {
        Permission.STANDARD_CONFIRM,
        Permission.COURSE_RECOGNISE,
        Permission.RESULT_RELEASE,
        Permission.OUTSIDE_CHECK,
        Permission.FEE_WAIVE,
        Permission.VOUCHER_APPROVE,
        Permission.DUTY_WAIVE,
        Permission.CERTIFICATE_ISSUE,
        Permission.CERTIFICATE_REVOKE,
        Permission.BODY_ADMIT,
        Permission.COMMITTEE_APPOINT,
        Permission.REFERENCE_EDIT,
    }
)


@dataclass(frozen=True)
class Reach:
    """Where a permission holds: the nation, or these provinces and these centers (primary keys)."""

    nation: bool = False
    provinces: frozenset[int] = frozenset()
    centers: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.nation or bool(self.provinces) or bool(self.centers)

    def __or__(self, other: "Reach") -> "Reach":
        return Reach(
            self.nation or other.nation,
            self.provinces | other.provinces,
            self.centers | other.centers,
        )


@dataclass(frozen=True)
class Access:
    """What one person may do at this moment, computed once a request from current appointments."""

    reaches: dict[str, Reach] = field(default_factory=dict)
    second_factor: bool = False

    def reach(self, permission: Permission) -> Reach:
        return self.reaches.get(permission, Reach())

    def can(self, permission: Permission) -> bool:
        """Whether the person holds the permission anywhere at all."""
        return bool(self.reach(permission))

    @property
    def strong(self) -> bool:
        """Whether any held power demands a second factor."""
        return any(self.can(permission) for permission in STRONG)

    @classmethod
    def of(cls, grants: Iterable[tuple[str, Reach]], *, second_factor: bool = False) -> Self:
        reaches: dict[str, Reach] = {}
        for permission, reach in grants:
            reaches[permission] = reaches.get(permission, Reach()) | reach
        return cls(reaches, second_factor)


class BranchQuerySet(models.QuerySet):
    """Rows that belong to a center; `center_path` is the lookup that leads there ("self" for centers)."""

    center_path = "center"

    def within(self, access: Access, permission: Permission) -> Self:
        """Only the rows of centers over which the person holds the permission (none where there are none)."""
        reach = access.reach(permission)
        if reach.nation:
            return self.all()
        center = "pk" if self.center_path == "self" else self.center_path
        province = "province" if self.center_path == "self" else f"{self.center_path}__province"
        return self.filter(Q(**{f"{center}__in": reach.centers}) | Q(**{f"{province}__in": reach.provinces}))


def require(
    permission: Permission,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a view only to holders of the permission somewhere; over which rows is the query's question.

    While it runs the database holds no personal rows outside that reach either (hcec.core.rowguard).
    """

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            access: Access = request.access  # type: ignore[attr-defined]
            if not access.can(permission):
                raise PermissionDenied
            if access.strong and not access.second_factor:
                messages.warning(
                    request,
                    _("Your duties include approving or issuing: set up a second factor first."),
                )
                if request.method == "GET":  # so that the page can lead back here afterwards
                    request.session["wanted"] = request.get_full_path()
                return redirect("mfa_index")
            with rowguard.reach(access.reach(permission), request.user.pk):
                return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard
