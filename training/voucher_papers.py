"""The voucher that a speaker signs for her pay (ใบสำคัญรับเงิน ค่าสมนาคุณวิทยากร, A4, Thai)."""

from hcec.core import pdf
from hcec.core.thai import baht_text
from training.models import Voucher


def voucher_paper(voucher: Voucher) -> bytes:
    """The voucher as a PDF, always the same from the same rows; one that is not approved says so across the page."""
    lines = voucher.lines.select_related("meeting").order_by("meeting__starts_at", "pk")
    context = {
        "voucher": voucher,
        "lines": [(line, line.hours * voucher.per_hour) for line in lines],
        "in_words": baht_text(voucher.amount),
    }
    title = f"ใบสำคัญรับเงิน ค่าสมนาคุณวิทยากร {voucher.label}"
    return pdf.render("training/paper_voucher.html", context, title=title)
