"""What the components are drawn with: the sprite, checked choices, and the node that lets one block serve two places."""

from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe


@cache
def icon_names() -> frozenset[str]:
    """The icons that the sprite holds."""
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text(encoding="utf-8")
    return frozenset(part.split('"', 1)[0] for part in sprite.split('<symbol id="')[1:])


def one_of(what: str, value: str, known: Iterable[str]) -> str:
    """The value, where it is one of the known ones; anything else is a mistake in a template."""
    if value not in known:
        raise TemplateSyntaxError(f"{what} “{value}” is not one of {', '.join(sorted(known))}")
    return value


def trimmed(rendered: str) -> SafeString:
    """What a template rendered between two tags, without the white space around it."""
    return mark_safe(rendered.strip())


class CaptureNode(Node):
    """Keeps what its blocks rendered in a variable, so that one block can serve two places."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist, self.name = nodelist, name

    def render(self, context: Context) -> str:
        context[self.name] = trimmed(self.nodelist.render(context))
        return ""
