"""Publish directives and acknowledge them, level by level (guideline 6.1.1, 6.3.1, 6.4.1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from committees.lifecycles import DIRECTIVE
from committees.models import Acknowledgement, Committee, Directive
from committees.queries import directives as reads
from committees.refusals import Refusal
from hcec.accounts.actions.notices import Message, tell_many
from hcec.accounts.models import User
from hcec.core import audit


def draft(issuer: Committee, fields: Mapping[str, Any], *, by: User, at: datetime) -> Directive:
    """Write a directive that only its issuer sees yet."""
    with transaction.atomic():
        directive = Directive(issuer=issuer, drafted_by=by, **fields)
        directive.full_clean(exclude=["drafted_by"])
        directive.save()
        audit.record("directive.drafted", directive, by=by, at=at)
    return directive


def publish(directive: Directive, *, by: User, at: datetime) -> Directive:
    """Publish a draft and tell the committees at the top of its cascade."""
    with transaction.atomic():
        directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
        DIRECTIVE.apply(directive, "publish")
        directive.published_at, directive.published_by = at, by
        directive.save(update_fields=["status", "published_at", "published_by"])
        audit.record("directive.published", directive, by=by, at=at, levels=directive.levels)
        tell(directive, reads.first_receivers(directive))
    return directive


def withdraw(directive: Directive, *, by: User, at: datetime) -> Directive:
    """Take a published directive back; what was acknowledged stays on record."""
    with transaction.atomic():
        directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
        DIRECTIVE.apply(directive, "withdraw")
        directive.save(update_fields=["status"])
        audit.record("directive.withdrawn", directive, by=by, at=at)
    return directive


def acknowledge(
    directive: Directive, committee: Committee, *, plan: str, by: User, at: datetime
) -> Acknowledgement:
    """Acknowledge for a committee and pass the directive on to the level below.

    Refuses while the directive has not come down to this committee, a second time, and without the local plan
    where one is asked for.
    """
    with transaction.atomic():
        directive = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
        if not reads.has_reached(directive, committee):
            raise Refusal(
                _(
                    "This directive has not come down to your committee yet: the level above must acknowledge first."
                )
            )
        if Acknowledgement.objects.filter(directive=directive, committee=committee).exists():
            raise Refusal(_("Your committee has already acknowledged this directive."))
        if directive.plan_asked and not plan.strip():
            raise Refusal(_("This directive asks for a local plan: write what your committee will do."))
        row = Acknowledgement.objects.create(
            directive=directive,
            committee=committee,
            person=by,
            at=at,
            plan=plan.strip(),
        )
        audit.record("directive.acknowledged", directive, by=by, at=at, committee=committee.pk)
        tell(directive, reads.next_receivers(directive, committee))
    return row


def tell(directive: Directive, committees: list[Committee]) -> None:
    """Tell those who may acknowledge for these committees that the directive has arrived."""
    tell_many(
        Message(
            person,
            _("New directive: %(subject)s") % {"subject": directive.subject},
            _("Please read it and acknowledge it for %(committee)s.") % {"committee": committee.name},
            f"/committees/directives/{directive.pk}/",
            f"directive:{directive.pk}:{committee.pk}:{person.pk}",
        )
        for committee, person in reads.acknowledgers(committees)
    )
