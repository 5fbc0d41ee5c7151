"""The refusal of this app."""

from hcec.core import refusals


class Refusal(refusals.Refusal):
    """A rule about people and accounts said no."""
