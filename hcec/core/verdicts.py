"""What a rule of eligibility says of one person: the rule, her own value, and the first day on which it would let her in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Verdict:
    """A rule that says no. `has` is the person's value in the rule's own measure; `first_day` the day it would say yes.

    An app's own kind of verdict says the three sentences.
    """

    has: int | None
    first_day: date | None

    @property
    def sentence(self) -> str:
        """The rule, her value, and from when she may: what she reads."""
        return " ".join(filter(None, [self.stated(), self.hers(), self.from_then_on()]))

    def stated(self) -> str:
        """The rule itself."""
        raise NotImplementedError

    def hers(self) -> str:
        """Her value in its measure."""
        raise NotImplementedError

    def from_then_on(self) -> str:
        """From which day it would let her in; empty where no day would."""
        raise NotImplementedError


def first_day(verdicts: Iterable[Verdict]) -> date | None:
    """The first day on which every one of these rules would let her in; None where one of them never would."""
    days = [verdict.first_day for verdict in verdicts]
    return max(day for day in days if day) if days and all(days) else None
