"""The few statistics that the evaluation of a course needs: mean and S.D. of a scale, and a paired gain with its interval.

Sources: Student's t for paired observations, NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.1; its distribution for
whole degrees of freedom, Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist, fmean, stdev

Number = float | Decimal

CONFIDENCE = 0.95
MANY = 500  # degrees of freedom from which the normal distribution differs by less than 0.005


def t_within(t: float, freedom: int) -> float:
    """The probability that Student's t with so many degrees of freedom lies between -t and t (26.7.3 odd, 26.7.4 even)."""
    angle = atan(t / sqrt(freedom))
    square, total = cos(angle) ** 2, 0.0
    if freedom % 2:
        term = cos(angle)
        for step in range(1, (freedom - 1) // 2 + 1):
            total += term
            term *= square * 2 * step / (2 * step + 1)
        return 2 / pi * (angle + sin(angle) * total)
    term = 1.0
    for step in range(1, freedom // 2 + 1):
        total += term
        term *= square * (2 * step - 1) / (2 * step)
    return sin(angle) * total


@lru_cache(maxsize=MANY)
def t_value(freedom: int, confidence: float = CONFIDENCE) -> float:
    """The t between whose minus and plus the share `confidence` lies, by halving; exact to six decimals."""
    if freedom >= MANY:
        return NormalDist().inv_cdf((1 + confidence) / 2)
    low, high = 0.0, 2.0
    while t_within(high, freedom) < confidence:
        high *= 2
    while high - low > 1e-7:
        middle = (low + high) / 2
        low, high = (middle, high) if t_within(middle, freedom) < confidence else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True)
class Gain:
    """Before and after of the same people, in percent of the full points; `gain` in percentage points.

    `low` and `high` enclose the gain with 95 % confidence; None for fewer than two people, of whom nothing can be said.
    """

    people: int
    before: float
    after: float
    gain: float
    low: float | None
    high: float | None


def paired(pairs: Sequence[tuple[float, float]]) -> Gain | None:
    """The gain over pairs of before and after; None where there is no pair."""
    if not pairs:
        return None
    changes = [after - before for before, after in pairs]
    spread = stdev(changes) if len(changes) > 1 else None
    return gain_of(
        len(pairs), fmean(b for b, _a in pairs), fmean(a for _b, a in pairs), fmean(changes), spread
    )


def gain_of(
    people: int, before: Number | None, after: Number | None, change: Number | None, spread: Number | None
) -> Gain | None:
    """The same from the means of before, after and their difference and the S.D. of the differences (of the sample)."""
    if not people or before is None or after is None or change is None:
        return None
    gain, low, high = float(change), None, None
    if people > 1 and spread is not None:
        reach = t_value(people - 1) * float(spread) / sqrt(people)
        low, high = gain - reach, gain + reach
    return Gain(people, float(before), float(after), gain, low, high)


@dataclass(frozen=True)
class Rating:
    """Answers on a scale of five: how many, their mean, and the S.D. of the sample (None for one answer)."""

    answers: int
    mean: float
    deviation: float | None


def rated(counts: Mapping[int, int]) -> Rating | None:
    """From how often each level was chosen; None where nobody chose any."""
    answers = sum(counts.values())
    if not answers:
        return None
    mean = sum(level * count for level, count in counts.items()) / answers
    squares = sum(count * (level - mean) ** 2 for level, count in counts.items())
    return Rating(answers, mean, sqrt(squares / (answers - 1)) if answers > 1 else None)
