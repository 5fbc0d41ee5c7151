"""Read pages and mails as a Thai reader does: the visible words, and what of them is not Thai."""

import re
from html import unescape

# Names and signs that stay Latin in Thai: the portal's own, addresses, keys, codes, file forms, product names.
LATIN = re.compile(r"[A-Za-z]{2,}")
STAYS = re.compile(
    r"HCEC|English|https?://\S+|[\w.+-]+@[\w.-]+|Google Authenticator|Microsoft Authenticator|XLSX|CSV|QR|PDF|ERIC"
    r"|Chrome|Firefox|Safari|Edge|Windows|Android|macOS|iOS|Linux"
)


def words(html: str) -> str:
    """What a person reads or hears on the page."""
    html = re.sub(
        r"<(script|style|title|noscript)\b.*?</\1>",
        lambda m: m[0] if m[1] == "title" else " ",
        html,
        flags=re.S,
    )
    heard = " ".join(re.findall(r'(?:aria-label|alt|placeholder)="([^"]*)"', html))
    return unescape(re.sub(r"<[^>]+>", " ", html) + " " + heard)


def latin_leftovers(text: str, *known: str) -> list[str]:
    """The Latin words of a text that have no business in a Thai one; `known` are names of this test's people."""
    for word in known:
        text = text.replace(word, " ")
    return LATIN.findall(STAYS.sub(" ", text))
