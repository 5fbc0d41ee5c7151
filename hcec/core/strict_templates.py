"""For tests: a variable that a template of ours names and nobody gave stops the page."""

import sys
from pathlib import Path
from types import FrameType

from django.template import Node

OURS = Path(__file__).resolve().parents[2] / "templates"


class UndefinedVariable(Exception):
    """A template names a variable that its view does not give."""


class StrictVariables(str):
    """For `string_if_invalid`: raises in our own templates, is an empty text in those of packages."""

    def __bool__(self) -> bool:
        # Django asks for the truth of this text only where it is about to print an undefined variable.
        frame: FrameType | None = sys._getframe(1)
        variable = getattr(frame.f_locals.get("self"), "var", "?") if frame else "?"
        while frame:
            holder = frame.f_locals.get("self")
            if isinstance(holder, Node) and getattr(holder, "origin", None):
                if Path(str(holder.origin.name)).is_relative_to(OURS):
                    place = f"{holder.origin.template_name!s}:{holder.token.lineno if holder.token else '?'}"
                    raise UndefinedVariable(f"{place} names “{variable!s}”, which nobody gives it")
                return False
            frame = frame.f_back
        return False
