"""Doors of verification: anyone verifies, a holder has her own, directors and OBEC's officer issue in their branch."""

from typing import Any

from tests.doors.table import ROLES, Door, Expectation, Outcome, anyone, away, only, owner, signed_in
from tests.factories.accounts import PersonFactory
from tests.factories.verification import issue_results, results_of, session_with_results
from verification import storage
from verification.actions import papers, runs
from verification.models import Kind
from verification.words import Pair


def issuers() -> Expectation:
    """Whoever issues anywhere."""
    return only("director", "director_next", "director_away", "obec_officer")


def issuer_here() -> Expectation:
    """Whoever issues for this center; other directors learn nothing of it."""
    return only("director", "obec_officer", outside=away("director"))


def furnish(world: Any) -> None:
    """A certificate of the teacher, results that are ready, and a run of the center's director."""
    director = world.person["director"]
    issued = session_with_results([world.teacher], center=world.center)
    world.certificate = issue_results(*results_of(issued), by=director)[0]
    papers.record(
        world.certificate, storage.keep(b"%PDF-1.7 of the doors"), 21, at=world.certificate.issued_at
    )
    world.ready = session_with_results([PersonFactory()], center=world.center)
    world.ready_result = results_of(world.ready)[0]
    world.run = runs.start(
        by=director,
        at=world.certificate.issued_at,
        key=f"doors-{world.center.pk}",
        title=Pair("ทดสอบ"),
        results=[world.ready_result.pk],
    )


def number(world: Any) -> dict[str, Any]:
    return {"number": world.certificate.number}


def ready(world: Any) -> dict[str, Any]:
    return {"kind": Kind.TEST_RESULT.value, "pk": world.ready_result.pk}


def group(world: Any) -> dict[str, Any]:
    return {"kind": Kind.TEST_RESULT.value, "pk": world.ready.pk}


def run_of_the_director() -> Expectation:
    """Its own director, and the nation's officer only where it issued: nothing yet."""
    return dict.fromkeys(ROLES, Outcome.SHUT) | {
        "anonymous": Outcome.SIGN_IN, "director": Outcome.IN, "obec_officer": Outcome.UNKNOWN,
        **dict.fromkeys(away("director"), Outcome.UNKNOWN),
    }  # fmt: skip


# Pages that only show answer POST with 405 to whoever holds the power anywhere: that is the second expectation.
DOORS = [
    Door("verify", anyone()),
    Door("verify-number", anyone(), where=number),
    Door("my-certificates", signed_in()),
    Door("my-certificate-file", owner("teacher"), signed_in(), where=number),
    Door("issue", issuers()),
    Door("issue-group", issuer_here(), issuers(), where=group),
    Door("issue-confirm", issuers(), query="?kind=test_result"),
    Door("issue-preview", issuer_here(), issuers(), where=ready),
    Door("issue-preview-file", issuer_here(), issuers(), where=ready),
    Door("issue-runs", issuers()),
    Door("issue-run", run_of_the_director(), issuers(), where=lambda world: {"pk": world.run.pk}),
    Door("issued-certificates", issuers()),
    Door("issued-certificate", issuer_here(), issuers(), where=number),
    Door("issued-certificate-file", issuer_here(), issuers(), where=number),
    Door("issued-certificate-revoke", issuer_here(), where=number),
]
