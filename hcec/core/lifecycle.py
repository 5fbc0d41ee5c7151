"""A status field's legal moves as one table, used by actions, buttons, the database and the docs alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.db.models import CheckConstraint, Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hcec.core.refusals import Refusal

LIFECYCLES: dict[str, "Lifecycle"] = {}


@dataclass(frozen=True)
class Move:
    """One legal move: from any of these states to that one; `label` is what the button says."""

    sources: tuple[str, ...]
    target: str
    label: str | Promise


class Lifecycle:
    """The states of one field and the named moves between them. Every move belongs to exactly one action."""

    def __init__(self, name: str, states: Any, moves: Mapping[str, Move], *, field: str = "status") -> None:
        self.name, self.states, self.moves, self.field = name, states, dict(moves), field
        LIFECYCLES[name] = self

    def allows(self, obj: Model, move: str) -> bool:
        """Whether the move is legal from where the object stands."""
        return getattr(obj, self.field) in self.moves[move].sources

    def open_moves(self, obj: Model) -> list[str]:
        """The names of the moves that are legal now, in the order of the table."""
        return [name for name in self.moves if self.allows(obj, name)]

    def apply(self, obj: Model, move: str) -> None:
        """Set the field to the move's target; refuse with a sentence when the move is not legal now."""
        if not self.allows(obj, move):
            state = self.states(getattr(obj, self.field))
            raise Refusal(
                _("“%(move)s” is not possible while the state is “%(state)s”.")
                % {"move": self.moves[move].label, "state": state.label}
            )
        setattr(obj, self.field, self.moves[move].target)

    def constraint(self) -> CheckConstraint:
        """The database's own list of states."""
        app, noun = self.name.split(".")
        return CheckConstraint(
            condition=Q(**{f"{self.field}__in": self.states.values}),
            name=f"{app}_{noun}_{self.field}_is_known",
        )

    def trigger(self) -> pgtrigger.Trigger:
        """The database's own refusal of any move that is not in the table."""
        pairs = sorted({(source, move.target) for move in self.moves.values() for source in move.sources})
        return pgtrigger.FSM(name=f"{self.field}_moves_are_legal", field=self.field, transitions=pairs)
