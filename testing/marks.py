"""Marks as people write them: a level ("B1") or a score ("72.5"), in a form or in an uploaded table."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from hcec.core import thai
from testing.actions.results import Entry, Mark
from testing.models import Band, Booking, Exam, ExamPart
from testing.refusals import Refusal

OVERALL, TOTAL = "overall", "total"


@dataclass(frozen=True)
class MarkScheme:
    """What may be written for one exam: its parts and the levels of its scale."""

    parts: tuple[ExamPart, ...]
    bands: tuple[Band, ...]

    @classmethod
    def of(cls, exam: Exam) -> "MarkScheme":
        """Two queries."""
        return cls(tuple(exam.parts.order_by("position")), tuple(exam.scale.bands.order_by("rank")))

    @property
    def columns(self) -> list[str]:
        return [*(part.code for part in self.parts), TOTAL, OVERALL]

    @property
    def scored(self) -> bool:
        """Whether the scale says from which total score each level begins."""
        return any(band.min_score is not None for band in self.bands)

    def band(self, typed: str) -> Band | None:
        """The level that was written: by code or by name, in any case."""
        wanted = typed.strip().casefold()
        return next(
            (
                b
                for b in self.bands
                if wanted in {b.code.casefold(), b.name_th.casefold(), b.name_en.casefold()}
            ),
            None,
        )

    def level_of(self, total: Decimal) -> Band | None:
        """The highest level whose least score the total reaches."""
        reached = [b for b in self.bands if b.min_score is not None and total >= b.min_score]
        return reached[-1] if reached else None

    def mark(self, part: ExamPart, typed: str) -> Mark:
        """A level or a score of one part; refuses anything else, and a score out of range."""
        if band := self.band(typed):
            return Mark(band=band)
        score = number(typed)
        if score is None:
            raise Refusal(
                _("“%(typed)s” is neither a level (%(levels)s) nor a score.")
                % {"typed": typed, "levels": ", ".join(band.code for band in self.bands)}
            )
        if score < 0 or (part.max_score is not None and score > part.max_score):
            raise Refusal(
                _("%(score)s is not between 0 and %(most)s.")
                % {"score": typed, "most": plain(part.max_score)}
            )
        return Mark(score=score)

    def entry(self, booking: Booking, typed: Mapping[str, str]) -> tuple[Entry | None, dict[str, str]]:
        """What one row of texts says, and by column what is wrong with it; a row of nothing is no entry."""
        texts = {name: (typed.get(name) or "").strip() for name in self.columns}
        if not any(texts.values()):
            return None, {}
        wrong: dict[str, str] = {}
        parts: dict[ExamPart, Mark] = {}
        for part in self.parts:
            if texts[part.code]:
                try:
                    parts[part] = self.mark(part, texts[part.code])
                except Refusal as refusal:
                    wrong[part.code] = str(refusal)
        total = self.total(texts[TOTAL], parts, wrong)
        overall = self.overall(texts[OVERALL], total, wrong)
        if wrong or overall is None:
            return None, wrong
        return Entry(booking, overall, total, parts), {}

    def total(self, typed: str, parts: Mapping[ExamPart, Mark], wrong: dict[str, str]) -> Decimal | None:
        """The total that was written, else the sum where every part has a score and the scale counts scores."""
        if typed:
            found = number(typed)
            if found is None or found < 0:
                wrong[TOTAL] = _("“%(typed)s” is not a score.") % {"typed": typed}
            return found
        scores = [parts[part].score for part in self.parts if part in parts]
        known = [score for score in scores if score is not None]
        return sum(known, Decimal()) if self.scored and known and len(known) == len(self.parts) else None

    def overall(self, typed: str, total: Decimal | None, wrong: dict[str, str]) -> Band | None:
        """The overall level that was written, else the one that the total reaches."""
        levels = ", ".join(band.code for band in self.bands)
        if typed:
            found = self.band(typed)
            if found is None:
                wrong[OVERALL] = _("“%(typed)s” is not a level of this scale: %(levels)s.") % {
                    "typed": typed,
                    "levels": levels,
                }
            return found
        found = self.level_of(total) if total is not None else None
        if found is None and not wrong:
            wrong[OVERALL] = _("Fill in the overall level: %(levels)s.") % {"levels": levels}
        return found


def number(typed: str) -> Decimal | None:
    """The number that was written, in Arabic or Thai digits, with two decimals at most; None for anything else."""
    try:
        found = Decimal(thai.arabic_digits(typed).replace(",", "").strip())
    except InvalidOperation:
        return None
    return found.quantize(Decimal("0.01")) if found.is_finite() and abs(found) < 10_000 else None


def plain(value: Decimal | None) -> str:
    """72 for 72.00, 72.5 for 72.50; nothing for nothing."""
    if value is None:
        return ""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def written(booking: Booking, scheme: MarkScheme) -> dict[str, str]:
    """An entered result as the texts of a form; needs result, part scores and bands at hand."""
    result = getattr(booking, "result", None)
    if result is None:
        return {}
    by_part = {score.part_id: score for score in result.part_scores.all()}
    texts = {
        part.code: (by_part[part.pk].band.code if by_part[part.pk].band else plain(by_part[part.pk].score))
        for part in scheme.parts
        if part.pk in by_part
    }
    return texts | {TOTAL: plain(result.total_score), OVERALL: result.overall.code}
