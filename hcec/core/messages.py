"""Finds every translatable text of the source and keeps each app's Thai catalogue, without gettext on the machine.

Python is read as a syntax tree; templates are parsed by Django itself, so what is found is what is rendered.
"""

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.template import Engine, Node, Template, engines
from django.template.backends.django import get_installed_libraries
from django.template.base import FilterExpression, NodeList, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation
from django.utils.functional import Promise

APPS = (
    "hcec/core",
    "hcec/accounts",
    "hcec/reports",
    "hcec/demo",
    "centers",
    "committees",
    "training",
    "testing",
    "verification",
)
# Folders under templates/ that are not called after their app.
FOLDERS = {
    "account": "hcec/accounts", "accounts": "hcec/accounts", "allauth": "hcec/accounts", "mfa": "hcec/accounts",
    "socialaccount": "hcec/accounts", "usersessions": "hcec/accounts", "reports": "hcec/reports", "demo": "hcec/demo",
}  # fmt: skip
# Where the arguments of each gettext function stand: msgid, plural, context.
CALLS: dict[str, tuple[int, int | None, int | None]] = {
    "_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}
THAI = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "MIME-Version": "1.0",
    "Language": "th",
    "Plural-Forms": "nplurals=1; plural=0;",
}


@dataclass(frozen=True, order=True)
class Message:
    """One text of the source, and where it stands."""

    msgid: str
    plural: str = ""
    context: str = ""
    place: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.msgid


def app_of(path: Path) -> str:
    """The app whose catalogue holds the texts of this file (a path from the project's root)."""
    parts = path.parts
    if parts[0] == "templates":
        folder = parts[1] if len(parts) > 2 else ""
        return FOLDERS.get(folder, folder if folder in APPS else "hcec/core")
    two = "/".join(parts[:2])
    return two if two in APPS else parts[0] if parts[0] in APPS else "hcec/core"


def sources(root: Path) -> Iterator[Path]:
    """Every Python file and template of the project."""
    for top in ("hcec", *[app for app in APPS if "/" not in app]):
        yield from (path for path in sorted((root / top).rglob("*.py")) if "migrations" not in path.parts)
    yield from (
        path for path in sorted((root / "templates").rglob("*")) if path.suffix in (".html", ".txt", ".svg")
    )


def found(root: Path | None = None, apps: Collection[str] = APPS) -> dict[str, list[Message]]:
    """Every text of these apps, by app."""
    root = root or settings.BASE_DIR
    texts: dict[str, list[Message]] = {app: [] for app in apps}
    for path in sources(root):
        place = path.relative_to(root)
        if app_of(place) not in texts:
            continue
        read = python_texts if path.suffix == ".py" else template_texts
        texts[app_of(place)] += read(path.read_text(encoding="utf-8"), str(place))
    return texts


def python_texts(source: str, place: str) -> Iterator[Message]:
    """The texts of gettext calls. A call on anything but a plain string is a mistake (ValueError)."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in CALLS or not node.args or (name != "_" and not is_gettext(node)):
            continue
        msgid, plural, context = (text_at(node, at, f"{place}:{node.lineno}") for at in CALLS[name])
        yield Message(msgid, plural, context, f"{place}:{node.lineno}")


def is_gettext(node: ast.Call) -> bool:
    """A bare name, or one asked of the translation module: `connection.gettext` of something else is not ours."""
    return (
        isinstance(node.func, ast.Name)
        or getattr(getattr(node.func, "value", None), "id", "") == "translation"
    )


def text_at(node: ast.Call, at: int | None, place: str) -> str:
    """The plain string that is this argument of the call."""
    if at is None:
        return ""
    try:
        value = ast.literal_eval(node.args[at])
    except (ValueError, IndexError) as error:
        raise ValueError(f"{place}: only a plain string can be translated") from error
    if not isinstance(value, str):
        raise ValueError(f"{place}: only a plain string can be translated")
    return value


def template_texts(source: str, place: str) -> Iterator[Message]:
    """The texts of `translate`, `blocktranslate` and `_("…")` in a template."""
    template = Template(source, engine=reading_engine())
    for node in nodes_of(template.nodelist):
        where = f"{place}:{node.token.lineno}" if node.token else place
        if isinstance(node, BlockTranslateNode):
            yield block_text(node, where)
            continue
        if isinstance(node, TranslateNode):
            yield Message(literal(node.filter_expression), "", literal(node.message_context), where)
        for expression in expressions_of(node):
            yield from (Message(text, "", "", where) for text in underscored(expression))


@cache
def reading_engine() -> Engine:
    """The project's template engine, which also knows the tag libraries of apps that are not installed here (demo)."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    libraries = {
        path.stem: f"{app.replace('/', '.')}.templatetags.{path.stem}"
        for app in APPS
        for path in (settings.BASE_DIR / app / "templatetags").glob("[a-z]*.py")
    }
    return Engine(
        dirs=engine.dirs, libraries={**libraries, **get_installed_libraries()}, builtins=engine.builtins
    )


def nodes_of(nodelist: NodeList) -> Iterator[Node]:
    """Every node of a template, also inside blocks and block components, which hide their children from Django."""
    for node in nodelist:
        yield node
        lists = {id(part): part for part in vars(node).values() if isinstance(part, NodeList)}
        for _condition, part in getattr(node, "conditions_nodelists", ()):
            lists[id(part)] = part
        for part in lists.values():
            yield from nodes_of(part)


def block_text(node: BlockTranslateNode, place: str) -> Message:
    singular, _names = node.render_token_list(node.singular)
    plural = node.render_token_list(node.plural)[0] if node.plural else ""
    return Message(singular, plural, literal(node.message_context), place)


def literal(expression: Any) -> str:
    """The string that a filter expression is, with percent signs doubled as Django looks it up."""
    if expression is None:
        return ""
    value = expression.var.literal if isinstance(expression.var, Variable) else expression.var
    if not isinstance(value, str):
        raise ValueError(f"Only a plain string can be translated, not “{expression}”")
    return value.replace("%", "%%")


def expressions_of(node: Node) -> Iterator[FilterExpression]:
    """The filter expressions that a node holds, wherever it keeps them."""
    for held in vars(node).values():
        if isinstance(held, FilterExpression):
            yield held
        elif isinstance(held, list | tuple) and not isinstance(held, NodeList):
            yield from (part for part in held if isinstance(part, FilterExpression))
        elif isinstance(held, dict):
            yield from (part for part in held.values() if isinstance(part, FilterExpression))


def underscored(expression: FilterExpression) -> Iterator[str]:
    """`_("…")` as the value or as an argument of a filter; Django has made lazy texts of them already."""
    values = [
        expression.var,
        *[value for _f, arguments in expression.filters for _lookup, value in arguments],
    ]
    with translation.override(None):
        yield from [str(value) for value in values if isinstance(value, Promise)]


def catalogue_path(app: str, root: Path | None = None) -> Path:
    return (root or settings.BASE_DIR) / app / "locale" / "th" / "LC_MESSAGES" / "django.po"


def update(app: str, texts: list[Message], root: Path | None = None) -> tuple[int, int]:
    """Bring an app's catalogue up to date: new texts come in empty, gone ones leave. Says how many of each."""
    path = catalogue_path(app, root)
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    catalogue.metadata, catalogue.wrapwidth = THAI, 0
    kept = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue if not entry.obsolete}
    before = set(kept)
    fresh = polib.POFile(wrapwidth=0)
    fresh.metadata = THAI
    wanted: dict[tuple[str, str], Message] = {}
    for message in texts:
        known = wanted.get(message.key)
        if known is None or (message.plural and not known.plural):
            wanted[message.key] = message
    for key, message in sorted(wanted.items(), key=lambda pair: (pair[1].place.split(":")[0], pair[0][1])):
        fresh.append(entry_for(message, kept.get(key)))
    if texts or path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.save(str(path))
    return len(wanted.keys() - before), len(before - wanted.keys())


def entry_for(message: Message, old: polib.POEntry | None) -> polib.POEntry:
    """The entry of a text, with the Thai it already had."""
    thai = (old.msgstr or old.msgstr_plural.get(0, "")) if old else ""
    place = message.place.split(":")[0]
    entry = polib.POEntry(msgid=message.msgid, msgctxt=message.context or None, occurrences=[(place, "")])
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: thai}
    else:
        entry.msgstr = thai
    if "%(" in message.msgid:
        entry.flags.append("python-format")
    return entry
