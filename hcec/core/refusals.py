"""Refusals: the sentence a person reads when a rule of the house says no."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest


class Refusal(Exception):
    """A rule said no. The message is the sentence shown to the person; nothing was written."""


@contextmanager
def refusal_shown(request: HttpRequest, form: Any = None) -> Iterator[None]:
    """Show a refusal from the block beside the form, or as a message where there is no form."""
    try:
        yield
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal))
        else:
            form.add_error(None, str(refusal))
