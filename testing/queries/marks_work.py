"""What waits for staff: tests to confirm and to open, results, walk-ins and fees; one query."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from hcec.core.worklist import WorkItem, counted, found
from testing.lifecycles import PaymentStatus, SessionStatus
from testing.models import Session
from testing.queries import appeals, corrections, outside, parked, payments, walkins
from testing.queries.results import unmarked

# name: label, page, button
LINES = {
    "held": (
        _("Tests held: confirm who attended"),
        "manage-sessions",
        "?status=held",
        _("Confirm attendance"),
    ),
    "drafts": (
        _("Draft sessions that nobody can book yet"),
        "manage-sessions",
        "?status=draft",
        _("Open for booking"),
    ),
    "missing": (_("Results to enter"), "manage-results", "?show=missing", _("Enter results")),
    "parked": (
        _("Rows of results that matched nobody"),
        "manage-parked",
        "?status=parked",
        _("Match or discard"),
    ),
    "outside": (_("Outside results to check"), "manage-outside-results", "?status=sent", _("Check")),
    "walk_ins": (_("Walk-ins without an account"), "manage-walk-ins", "?status=provisional", _("Match")),
    "appeals": (_("Appeals to mark again"), "manage-appeals", "?status=submitted", _("Mark again")),
    "corrections": (
        _("Corrections of results to decide"),
        "manage-corrections",
        "?status=proposed",
        _("Decide"),
    ),
    "proofs": (_("Proofs of payment to check"), "manage-fees", "?status=uploaded", _("Check proofs")),
    "refunds": (_("Fees to be paid back"), "manage-fees", "?status=refund_due", _("Pay back")),
}


def todo(access: Access, person: User, at: datetime) -> list[WorkItem]:
    """One line for each sort that has anything; one query in all, none for who holds no such power."""
    items = []
    for sort, (count, oldest) in found(waiting(access, person, at)).items():
        label, page, query, action = LINES[sort]
        items.append(WorkItem(label, count, oldest, reverse(page) + query, action))
    return items


def waiting(access: Access, person: User, at: datetime) -> list[QuerySet[Any]]:
    """The lines that this person's powers ask for."""
    lines = []
    if access.can(Permission.SESSION_MANAGE):
        sessions = Session.objects.within(access, Permission.SESSION_MANAGE)
        lines.append(counted("held", sessions.filter(status=SessionStatus.HELD), "ends_at"))
        drafts = sessions.filter(status=SessionStatus.DRAFT, starts_at__gt=at)
        lines.append(counted("drafts", drafts, "created_at"))
        lines.append(counted("walk_ins", walkins.waiting(access), "added_at"))
    if access.can(Permission.RESULT_ENTER):
        lines.append(counted("missing", unmarked(access), "session__finalised_at"))
        lines.append(counted("parked", parked.waiting(access), "sheet__applied_at"))
        lines.append(counted("appeals", appeals.waiting(access, person.pk), "made_at"))
    if access.can(Permission.OUTSIDE_CHECK):
        lines.append(counted("outside", outside.waiting(access, person.pk), "sent_at"))
    if access.can(Permission.RESULT_RELEASE):
        lines.append(counted("corrections", corrections.waiting(access, person.pk), "proposed_at"))
    if access.can(Permission.FEE_CONFIRM):
        lines.append(counted("proofs", payments.to_do(access, PaymentStatus.UPLOADED), "made_at"))
        lines.append(counted("refunds", payments.to_do(access, PaymentStatus.REFUND_DUE), "decided_at"))
    return lines
