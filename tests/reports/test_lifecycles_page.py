"""docs/lifecycles.md is drawn from the code and may not fall behind it."""

from hcec.core.lifecycle import LIFECYCLES
from hcec.reports.lifecycles_page import page
from hcec.reports.management.commands.lifecycles_page import PATH


def test_the_page_is_fresh() -> None:
    assert PATH.read_text(encoding="utf-8") == page(), "run bin/manage lifecycles_page"


def test_every_lifecycle_and_every_move_is_on_it() -> None:
    text = page()
    for name, lifecycle in LIFECYCLES.items():
        assert f"## {name} (" in text
        assert all(f"| `{move}` |" in text for move in lifecycle.moves)
