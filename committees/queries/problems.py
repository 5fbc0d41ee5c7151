"""Reads of problems: what a person's branch has, and what she may do about each."""

from django.db.models import QuerySet

from committees.models import Appointment, Committee, Problem
from committees.queries.directives import my_committees
from hcec.accounts.models import User
from hcec.core.access import Access, Permission


def visible(access: Access) -> QuerySet[Problem]:
    """The problems of a person's branch, with holder, center and people at hand."""
    return Problem.objects.within(access, Permission.COMMITTEE_VIEW).select_related(
        "center__province", "holder__province", "holder__center", "raised_by", "assignee"
    )


def may_solve(problem: Problem, appointments: list[Appointment]) -> bool:
    """Whether one of these seats solves problems for the committee that holds this one."""
    return problem.holder in my_committees(appointments, Permission.PROBLEM_SOLVE)


def people_of(committee: Committee, on) -> list[User]:
    """Those who sit on a committee on a day, each once, in Thai order."""
    seats = Appointment.objects.current(on).filter(committee=committee).select_related("person")
    return sorted({seat.person for seat in seats}, key=lambda person: (person.name_sort, person.pk))
