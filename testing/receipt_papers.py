"""The receipt of a fee (A4, Thai): the words of its row, the sum in figures and in words; a cancelled one says so."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from hcec.core import pdf
from hcec.core.thai import baht_text
from testing.models import Receipt


def receipt_paper(receipt: Receipt) -> bytes:
    """The receipt as a PDF; always the same from the same row, except for its cancellation."""
    with translation.override("th"):
        title = _("Receipt")
    context = {
        "receipt": receipt,
        "facts": receipt.facts,
        "starts_at": datetime.fromisoformat(receipt.facts["starts_at"]),
        "in_words": baht_text(receipt.amount),
    }
    return pdf.render("testing/receipt.html", context, title=f"{title} {receipt.number}")
