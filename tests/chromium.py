"""Pytest plugin: journeys need Chromium; without it they are skipped, and the run says at its end how to get it."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if not wanting or find():
        return
    if os.environ.get("CI"):
        raise pytest.UsageError("CI must run the browser tests, and there is no Chromium here.")
    for item in wanting:
        item.add_marker(pytest.mark.skip(reason="no Chromium"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if "no Chromium" in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(
            f"{len(skipped)} browser tests were skipped: Chromium is missing. On Debian: apt-get install chromium",
            yellow=True,
            bold=True,
        )


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = find()
    assert path, "mark the test with @pytest.mark.browser"
    return path
