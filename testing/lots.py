"""The algorithm of a draw, and nothing else: anyone can do it again (static/testing/verify_draw.py does).

Everybody has as many lots as the rule gives her. A lot is `SHA-256(seed:code:number)`; a person's smallest lot counts, and
the smallest of all comes first. Each lot is as good as any other, so twice as many are twice the chance for any place.
Whole numbers only: no rounding on which two machines could differ.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Ticket:
    """One line of the list that is frozen before the draw: no name, and all that the draw depends on."""

    code: str
    lots: int
    first: int
    others: bool

    @property
    def line(self) -> str:
        return f"{self.code},{self.lots},{self.first},{int(self.others)}\n"


def digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def new_secret() -> str:
    """256 bits that nobody knows; its digest is published before the first entry."""
    return secrets.token_hex(32)


def list_digest(tickets: Iterable[Ticket]) -> str:
    """The digest of the list, by code: it changes when anybody is added, left out or given other lots."""
    return digest("".join(ticket.line for ticket in sorted(tickets, key=lambda t: t.code)))


def seed(secret: str, list_sha256: str, later: str) -> str:
    """Secret committed before the entries, list fixed before the draw, value that nobody knew when the list was fixed."""
    return digest(f"{secret}:{list_sha256}:{later}")


def order(seed: str, tickets: Iterable[Ticket]) -> list[Ticket]:
    """The tickets from first to last."""
    return sorted(
        tickets, key=lambda t: (min(digest(f"{seed}:{t.code}:{n}") for n in range(1, t.lots + 1)), t.code)
    )
