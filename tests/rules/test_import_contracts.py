"""The direction of imports, as pyproject.toml states it."""

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from hcec.place import ROOT


def test_imports_point_downward():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS
