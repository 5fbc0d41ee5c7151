"""The refusals of this app."""

from hcec.core import refusals


class Refusal(refusals.Refusal):
    """A rule about tests, seats or results said no."""


class AlreadyBooked(Refusal):
    """The person has a live booking of this session; `code` leads to it."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code
