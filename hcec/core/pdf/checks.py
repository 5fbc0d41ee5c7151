"""A system check that says early, and with the command that mends it, that no PDF can be made here."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register

from hcec.core.pdf import libraries


@register(Tags.compatibility)
def pango_is_installed(**_options: Any) -> list[CheckMessage]:
    """hcec.W001 where WeasyPrint cannot load Pango."""
    if libraries.available():
        return []
    return [
        Warning(
            "Pango is not installed: the portal runs, but makes no PDF.",
            hint=f"On Debian: {libraries.INSTALL}",
            id="hcec.W001",
        )
    ]
