"""What a mean on the scale of five is called in Thai reports: five bands from most to least.

Source: the interpretation that Thai educational research uses for rating scales (บุญชม ศรีสะอาด, การวิจัยเบื้องต้น).
"""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """The five levels that people choose from; a mean is called by the same words."""

    MOST = 5, _("Very satisfied")
    MUCH = 4, _("Satisfied")
    FAIR = 3, _("Moderately satisfied")
    LITTLE = 2, _("A little satisfied")
    LEAST = 1, _("Least satisfied")


BANDS = (
    (Decimal("4.51"), Level.MOST),
    (Decimal("3.51"), Level.MUCH),
    (Decimal("2.51"), Level.FAIR),
    (Decimal("1.51"), Level.LITTLE),
    (Decimal("1.00"), Level.LEAST),
)


def band_of(mean: float | Decimal) -> Level:
    """The band of a mean from 1 to 5, rounded to hundredths as it is printed. Raises ValueError outside."""
    shown = Decimal(str(mean)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if not 1 <= shown <= 5:
        raise ValueError(f"{mean} is no mean of levels from 1 to 5")
    return next(level for least, level in BANDS if shown >= least)
