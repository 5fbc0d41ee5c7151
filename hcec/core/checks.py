"""System checks of the kernel."""

from hcec.core.pdf.checks import pango_is_installed

__all__ = ["pango_is_installed"]
