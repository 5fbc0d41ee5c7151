"""The test client that every test uses: an HTML answer that breaks a house rule of pages fails the test."""

from typing import Any

from django.test import Client

from tests.support.pages import faults

# Pages of packages, whose markup is not ours.
FOREIGN = ("/admin/",)


class BadPage(AssertionError):
    """A page breaks a rule that holds for all pages."""


class StrictClient(Client):
    """Django's client, with a strict reader behind it. Undefined template variables fail by settings_test."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        path = request.get("PATH_INFO", "")
        html = response.headers.get("Content-Type", "").startswith("text/html")
        ours = html and not response.streaming and not path.startswith(FOREIGN)
        if ours and (wrong := faults(response.content.decode())):
            raise BadPage(f"{path}: " + "; ".join(wrong))
        return response
