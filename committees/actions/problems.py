"""Raise, assign, pass up, resolve and close problems (guideline 6.3.2)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from committees.lifecycles import PROBLEM
from committees.models import Committee, Level, Problem, ProblemStep
from committees.refusals import Refusal
from hcec.accounts.actions.notices import Message, tell_many
from hcec.accounts.models import User
from hcec.core import audit


def raise_problem(center: Center, *, title: str, body: str, by: User, at: datetime) -> Problem:
    """Write a problem down; the center's own committee holds it first."""
    with transaction.atomic():
        problem = Problem.objects.create(
            center=center,
            title=title,
            body=body,
            raised_by=by,
            raised_at=at,
            holder=center.committee,
        )
        step(problem, "raise", note="", by=by, at=at)
    return problem


def step(problem: Problem, move: str, *, note: str, by: User, at: datetime) -> None:
    """Keep the step for the center to read, and tell the one who raised the problem."""
    ProblemStep.objects.create(problem=problem, at=at, person=by, move=move, holder=problem.holder, note=note)
    audit.record(f"problem.{move}", problem, by=by, at=at, holder=problem.holder_id)
    if by.pk != problem.raised_by_id:
        tell_many(
            [
                Message(
                    problem.raised_by,
                    _("News of your problem: %(title)s") % {"title": problem.title},
                    note or str(PROBLEM.moves[move].label),
                    f"/committees/problems/{problem.pk}/",
                    f"problem:{problem.pk}:{problem.steps.count()}",
                )
            ]
        )


def locked(problem: Problem) -> Problem:
    """The row of a problem, held until the transaction ends."""
    return (
        Problem.objects.select_for_update(of=("self",))
        .select_related("holder", "center__province", "raised_by")
        .get(pk=problem.pk)
    )


def assign(problem: Problem, *, to: User, note: str, by: User, at: datetime) -> Problem:
    """Put one person on it. Refuses a person who does not sit on the committee that holds it."""
    with transaction.atomic():
        problem = locked(problem)
        if not problem.holder.appointments.current(timezone.localdate(at)).filter(person=to).exists():
            raise Refusal(
                _("%(name)s does not sit on the committee that holds this problem.") % {"name": to.name}
            )
        PROBLEM.apply(problem, "assign")
        problem.assignee = to
        problem.save(update_fields=["status", "assignee"])
        step(problem, "assign", note=note or to.name, by=by, at=at)
    return problem


def escalate(problem: Problem, *, note: str, by: User | None, at: datetime) -> Problem:
    """Pass it one level up: center, province, OBEC, ministry. Refuses at the top and without a reason."""
    if not note.strip():
        raise Refusal(_("Say why it must go up and what was tried."))
    with transaction.atomic():
        problem = locked(problem)
        PROBLEM.apply(problem, "escalate")
        problem.holder, problem.assignee = above(problem.holder, problem.center), None
        problem.save(update_fields=["status", "holder", "assignee"])
        step(problem, "escalate", note=note, by=by or problem.raised_by, at=at)
    return problem


def above(holder: Committee, center: Center) -> Committee:
    """The committee one level up from the one that holds a center's problem."""
    if holder.level == Level.CENTER:
        return Committee.objects.get(province=center.province)
    if holder.level == Level.PROVINCE:
        return Committee.objects.get(level=Level.OBEC)
    if holder.level == Level.OBEC:
        return Committee.objects.get(level=Level.MINISTRY)
    raise Refusal(_("There is no level above the ministry."))


def resolve(problem: Problem, *, answer: str, by: User, at: datetime) -> Problem:
    """Say how it was solved; the one who raised it closes or reopens it."""
    if not answer.strip():
        raise Refusal(_("Say how the problem was solved."))
    with transaction.atomic():
        problem = locked(problem)
        PROBLEM.apply(problem, "resolve")
        problem.answer, problem.resolved_at = answer.strip(), at
        problem.save(update_fields=["status", "answer", "resolved_at"])
        step(problem, "resolve", note=answer, by=by, at=at)
    return problem


def settle(problem: Problem, move: str, *, note: str, by: User, at: datetime) -> Problem:
    """Close or reopen a resolved problem; only the one who raised it can say whether it is solved."""
    with transaction.atomic():
        problem = locked(problem)
        if problem.raised_by_id != by.pk:
            raise Refusal(_("Only the one who raised a problem can say whether it is solved."))
        PROBLEM.apply(problem, move)
        if move == "reopen":
            problem.resolved_at, problem.assignee = None, None
        problem.save(update_fields=["status", "resolved_at", "assignee"])
        step(problem, move, note=note, by=by, at=at)
    return problem
