"""Doors of the catalogue: courses for anyone, proposals of a center, reviews of OBEC, materials of an owner."""

from typing import Any

from tests.doors.rows_training import HOLDERS, MANAGERS, READ_BY_MANAGERS, of
from tests.doors.table import GET_CLOSED, Door, anyone, only
from tests.factories.catalogue import MaterialFactory, a_proposal
from tests.factories.training import CourseFactory


def furnish(world: Any) -> None:
    """A course of the center with a material, a draft of another one, and one that is being reviewed."""
    world.own_course = CourseFactory(owner=world.center)
    world.material = MaterialFactory(course=world.own_course)
    world.proposal = a_proposal(world.center)
    world.reviewed = a_proposal(world.center, submitted=True)


def code(world: Any) -> dict[str, Any]:
    return {"code": world.own_course.code}


REVIEWERS = only("obec_officer")

DOORS = [
    Door("catalogue", anyone()),
    Door("course", anyone(), where=code),
    Door("manage-proposals", HOLDERS),
    Door("manage-proposal-new", HOLDERS),
    Door("manage-proposal", MANAGERS, where=of("proposal"), **READ_BY_MANAGERS),
    Door("manage-proposal-edit", MANAGERS, where=of("proposal")),
    Door("manage-proposal-submit", GET_CLOSED, post=MANAGERS, where=of("proposal")),
    Door("manage-proposal-withdraw", GET_CLOSED, post=MANAGERS, where=of("proposal")),
    Door("manage-recognitions", REVIEWERS),
    Door(
        "manage-recognition",
        REVIEWERS,
        where=of("reviewed"),
        data=lambda world: {"move": "return", "answer": "x"},
    ),
    Door("manage-materials", MANAGERS, where=code),
    Door(
        "manage-material-remove",
        GET_CLOSED,
        post=MANAGERS,
        where=lambda world: code(world) | {"pk": world.material.pk},
    ),
]
