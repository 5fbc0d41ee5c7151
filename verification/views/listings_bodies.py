"""The lists of registered bodies: the register, and the answers of one inquiry."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing
from verification.models import LookUp


class BodyListing(Listing):
    """The register."""

    columns = (
        Column("name", _("Name of the body"), sort="name", card="title", link=lambda row: reverse("body", args=[row.pk])),
        Column("contact", _("Contact"), value="contact.name"),
        Column("last_day", _("Last day of the agreement"), sort="last_day", kind="date"),
        Column("ended_at", _("Right ended"), sort="ended_at", kind="date"),
        Column("inquired", _("Inquiries"), sort="inquired", kind="number"),
    )  # fmt: skip
    search, search_label = ("name",), _("Name of the body")
    default_sort = "name"
    filename = "registered-bodies"
    empty_title = _("No bodies registered yet")
    empty_text = _("Admit a body once there is an agreement with it.")


def word(name: str) -> Callable[[LookUp], Any]:
    """A word of a valid or expired certificate; a revoked one tells no more of them, here as on its own page."""

    def value(row: LookUp) -> Any:
        valid = (
            row.certificate is not None
            and row.answer in ("valid", "expired")
            and not row.certificate.is_revoked
        )
        return getattr(row.certificate.words, name) if valid else None

    return value


class AnswerListing(Listing):
    """The rows of an inquiry, as they were answered then."""

    columns = (
        Column("row", _("Row"), sort="row", kind="number"),
        Column("asked", _("Number asked for"), sort="asked", card="title"),
        Column("answer", _("Answer"), kind="status", lifecycle="verification.told", sort="answer"),
        Column("holder", _("Holder"), value=word("holder")),
        Column("subject", _("Certifies"), value=word("subject")),
        Column("issued_on", _("Issued on"), kind="date", value=word("issued_on")),
    )  # fmt: skip
    search, search_label = ("asked",), _("Certificate number")
    default_sort = "row"
    filename = "answers"
    empty_title = _("No rows")
