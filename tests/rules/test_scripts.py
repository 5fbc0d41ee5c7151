"""The commands of the README."""

import os
import subprocess

import pytest

from hcec.place import ROOT

COMMANDS = [ROOT / "bin" / name for name in ("bench", "demo", "lint", "manage", "test")] + [
    ROOT / ".ci" / "run"
]


@pytest.mark.parametrize("script", COMMANDS, ids=lambda path: path.name)
def test_a_command_is_an_executable_shell_script(script):
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/bin/sh\n")


@pytest.mark.parametrize("script", [*COMMANDS, ROOT / "bin" / "_setup"], ids=lambda path: path.name)
def test_a_script_is_well_formed(script):
    subprocess.run(["sh", "-n", script], check=True)


def test_nothing_else_lies_in_bin():
    assert {path.name for path in (ROOT / "bin").iterdir()} == {
        "_setup",
        "bench",
        "demo",
        "lint",
        "manage",
        "test",
    }
