"""The page of every lifecycle, drawn from the tables that the code itself obeys."""

from collections.abc import Iterator

from django.utils import translation

from hcec.core.lifecycle import LIFECYCLES, Lifecycle

HEAD = """# Lifecycles

Every status of the portal, the moves that are legal and the words on their buttons. `manage.py lifecycles_page`
writes this page from the tables in each app's `lifecycles.py`; the same tables give the database its triggers.
A test fails when the page is not fresh.
"""


def lines_of(lifecycle: Lifecycle) -> Iterator[str]:
    """One lifecycle as a heading, a diagram and a table of its moves."""
    yield f"\n## {lifecycle.name} ({lifecycle.field})\n\n```mermaid\nstateDiagram-v2"
    targets = {str(move.target) for move in lifecycle.moves.values()}
    sources = {str(source) for move in lifecycle.moves.values() for source in move.sources}
    for state in lifecycle.states:
        yield f"    {state.value} : {state.label}"
        if state.value not in targets or state == next(iter(lifecycle.states)):
            yield f"    [*] --> {state.value}"
    for name, move in lifecycle.moves.items():
        for source in move.sources:
            yield f"    {source} --> {move.target} : {name}"
    for state in lifecycle.states:
        if state.value not in sources:
            yield f"    {state.value} --> [*]"
    yield "```\n\n| move | from | to | button |\n| --- | --- | --- | --- |"
    for name, move in lifecycle.moves.items():
        yield f"| `{name}` | {', '.join(str(source) for source in move.sources)} | {move.target} | {move.label} |"


def page() -> str:
    """The whole page in English, lifecycles in the order of their names."""
    with translation.override("en"):
        parts = [line for name in sorted(LIFECYCLES) for line in lines_of(LIFECYCLES[name])]
    return HEAD + "\n".join(parts) + "\n"
