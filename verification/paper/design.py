"""How one version of a template looks, as a value: the key under which stencils and sheets are kept."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from hcec.core.pdf.fetcher import static_file

INK, LIGHT, PALE, GOLD = "#123a6f", "#1d4f91", "#e9eff7", "#b07d2b"
# What stands for the four colours of the drawings in each of the house's choices (style sheet: body.<name>).
COLOURS = {
    "blue": (INK, LIGHT, PALE, GOLD),
    "green": ("#14532d", "#1f7a45", "#e7f3ec", GOLD),
    "maroon": ("#6d1a2d", "#94283f", "#f8ebee", GOLD),
    "grey": ("#2b3440", "#4a5565", "#edeff2", "#7a8594"),
}
FRAMES = {"guilloche": "verification/frame.svg", "lines": "verification/frame-lines.svg"}


class Look(NamedTuple):
    """All that WeasyPrint must draw; versions that differ in words alone share one drawing."""

    kind: str
    colour: str = "blue"
    frame: str = "guilloche"
    left_logo: int | None = None
    right_logo: int | None = None
    two: bool = False


@dataclass(frozen=True)
class Design:
    """A look and the lines of the paper, with their places still empty (verification.wording)."""

    look: Look
    grant: str
    did: str
    detail_th: str
    detail_en: str
    given: str
    thai_digits: bool = True
    bilingual: bool = True


def design_of(version: Any, kind: str) -> Design:
    """The design of a template's version."""
    look = Look(
        kind,
        version.colour,
        version.frame,
        version.left_logo_id,
        version.right_logo_id,
        bool(version.second_signatory),
    )
    return Design(
        look, version.grant, version.did, version.detail_th, version.detail_en, version.given,
        version.digits == "thai", version.bilingual,
    )  # fmt: skip


def images_of(look: Look) -> dict[str, bytes]:
    """The pictures of a look by the names that the template calls them by."""
    from verification.models import Logo  # the paper is drawn from values; only here are they fetched

    images = {"emblem.svg": _tinted("verification/emblem.svg", look.colour)}
    if look.frame in FRAMES:
        images["frame.svg"] = _tinted(FRAMES[look.frame], look.colour)
    sides = {"left.jpg": look.left_logo, "right.jpg": look.right_logo}
    wanted = {name: pk for name, pk in sides.items() if pk}
    pictures = (
        dict(Logo.objects.filter(pk__in=wanted.values()).values_list("pk", "picture")) if wanted else {}
    )
    return images | {name: bytes(pictures[pk]) for name, pk in wanted.items()}


@lru_cache(maxsize=16)
def _tinted(path: str, colour: str) -> bytes:
    """The drawing in one of the house's colours."""
    drawn = static_file(path).read_text(encoding="utf-8")
    for ours, theirs in zip(COLOURS["blue"], COLOURS[colour], strict=True):
        drawn = drawn.replace(ours, theirs)
    return drawn.encode()
