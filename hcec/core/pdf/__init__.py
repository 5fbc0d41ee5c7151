"""Documents: a template becomes a PDF/A-3 in Sarabun whose text can be read back, with nothing fetched from anywhere.

WeasyPrint needs Pango from the system. Where it is missing `available()` is false, pages say so, and `render` refuses.
"""

from hcec.core.pdf.attachment import Attachment, PdfError
from hcec.core.pdf.document import render, render_html
from hcec.core.pdf.libraries import available

__all__ = ["Attachment", "PdfError", "available", "render", "render_html"]
