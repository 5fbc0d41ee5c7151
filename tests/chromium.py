"""Pytest plugin: journeys need Chromium; without it they are skipped, and the run says at its end how to get it."""

import os
import shutil
import subprocess
from functools import cache

import pytest
from playwright._impl._driver import compute_driver_executable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CURE = "On Debian: apt-get install chromium libatomic1"


def find() -> str | None:
    """The path of a Chromium on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@cache
def hindrance() -> str:
    """Why no browser test can run here; empty when they can."""
    if not find():
        return "no Chromium"
    # Playwright brings its own Node, which wants a library that a bare Debian lacks.
    node = subprocess.run([compute_driver_executable()[0], "--version"], capture_output=True, check=False)
    return "no Chromium driver" if node.returncode else ""


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("CI") and hindrance():
        raise pytest.UsageError(f"CI must run the browser tests, but there is {hindrance()} here. {CURE}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if not wanting or not hindrance():
        return
    for item in wanting:
        item.add_marker(pytest.mark.skip(reason=hindrance()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.stats.get("skipped", [])
    skipped = [report for report in reports if "no Chromium" in str(report.longrepr)]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} browser tests were skipped: there is no Chromium to drive. {CURE}",
            yellow=True,
            bold=True,
        )


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = find()
    assert path, "mark the test with @pytest.mark.browser"
    return path
