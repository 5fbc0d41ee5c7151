"""What the log says of a request: one line where somebody was turned away, the whole story where we are at fault."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from structlog.stdlib import ProcessorFormatter

from tests.factories.accounts import PersonFactory
from tests.support.desks import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines that our handlers wrote since the test began."""
    kept = io.StringIO()
    loggers = (logging.getLogger(), logging.getLogger("django.security"))
    ours = [h for logger in loggers for h in logger.handlers if isinstance(h.formatter, ProcessorFormatter)]
    before = [handler.setStream(kept) for handler in ours]  # type: ignore[attr-defined]
    yield lambda: [json.loads(line) for line in kept.getvalue().splitlines()]
    for handler, stream in zip(ours, before, strict=True):
        handler.setStream(stream)  # type: ignore[attr-defined]


def test_a_refusal_is_one_line_without_a_traceback(said):
    person = PersonFactory()
    assert signed_in(person).get(reverse("manage-sessions")).status_code == 403
    [line] = said()
    assert (line["status"], line["person"]) == (403, person.pk)
    assert "exception" not in line


def test_a_page_that_is_not_there_is_one_line_that_keeps_the_secret_of_its_address(client, said):
    assert client.get("/verify/HCEC-50-01-2569-000001-AAAAAAAA/nothing").status_code == 404
    [line] = said()
    assert (line["status"], line["path"]) == (404, "/verify/…")


def test_a_wrong_host_name_is_told_without_a_traceback(client, said):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert [("evil.example" in line["event"], "exception" in line) for line in said()] == [
        (True, False),
        (False, False),
    ]


def test_an_error_of_ours_keeps_its_traceback(said):
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        logging.getLogger("django.request").error("Internal Server Error: /", exc_info=True)
    [line] = said()
    assert "ZeroDivisionError" in line["exception"]
