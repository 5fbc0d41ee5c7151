"""What a person gets who copies the text out of a PDF, by three readers that share no code."""

import io
import shutil
import subprocess
import unicodedata

import pypdf
import pypdfium2


def plain(text: str) -> str:
    """NFKC with single spaces and without empty lines: ำ and ํ + า are the same sign."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFKC", text).splitlines())
    return "\n".join(line for line in lines if line)


def read_back(pdf: bytes) -> str:
    """The text of a document as pypdf reads it, under NFKC."""
    return plain("\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


def by_pdfium(pdf: bytes) -> str:
    """The same as Chrome reads it."""
    return plain("\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)))


def by_poppler(pdf: bytes) -> str:
    """The same as Evince and Okular read it; pypdf's answer where poppler is not installed."""
    if not shutil.which("pdftotext"):
        return read_back(pdf)
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return plain(done.stdout.decode().replace("\f", "\n"))


READERS = {"pypdf": read_back, "pdfium": by_pdfium, "poppler": by_poppler}
