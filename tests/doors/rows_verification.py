"""Doors of verification: anyone verifies, a holder has her own, directors and OBEC's officer issue in their branch."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.doors.table import (
    GET_CLOSED,
    ROLES,
    Door,
    Expectation,
    Outcome,
    anyone,
    away,
    only,
    owner,
    signed_in,
)
from tests.factories.accounts import PersonFactory
from tests.factories.seals import listed_key
from tests.factories.verification import issue_results, results_of, session_with_results
from verification import storage
from verification.actions import bodies, papers, runs, shares
from verification.credentials.status import list_of
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
    world.signing_key = listed_key()
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
    furnish_showing(world)


def furnish_showing(world: Any) -> None:
    """A link to the certificate, and a body whose contact is a member of the public and who looked it up."""
    now, last_day = timezone.now(), timezone.localdate() + timedelta(days=30)
    world.link, world.link_token = shares.make(
        world.certificate, by=world.teacher, at=now, parts=["marks"], last_day=last_day
    )
    world.body = bodies.admit(
        by=world.person["obec_officer"], at=now, name=f"Council {world.center.pk}", contact=world.person["public"],
        agreement="1/2570", last_day=last_day, a_day=10_000,
    )  # fmt: skip
    world.inquiry = bodies.inquire(world.body, [(2, world.certificate.number)], channel="page", at=now)


def number(world: Any) -> dict[str, Any]:
    return {"number": world.certificate.number}


def ready(world: Any) -> dict[str, Any]:
    return {"kind": Kind.TEST_RESULT.value, "pk": world.ready_result.pk}


def group(world: Any) -> dict[str, Any]:
    return {"kind": Kind.TEST_RESULT.value, "pk": world.ready.pk}


def achievement(world: Any) -> dict[str, Any]:
    return {"kind": Kind.TEST_RESULT.value, "pk": world.certificate.result.booking.session.exam_id}


def link(world: Any) -> dict[str, Any]:
    return number(world) | {"pk": world.link.pk}


def body(world: Any) -> dict[str, Any]:
    return {"pk": world.body.pk}


def inquiry(world: Any) -> dict[str, Any]:
    return body(world) | {"inquiry": world.inquiry.pk}


def run_of_the_director() -> Expectation:
    """Its own director, and the nation's officer only where it issued: nothing yet."""
    return dict.fromkeys(ROLES, Outcome.SHUT) | {
        "anonymous": Outcome.SIGN_IN, "director": Outcome.IN, "obec_officer": Outcome.UNKNOWN,
        **dict.fromkeys(away("director"), Outcome.UNKNOWN),
    }  # fmt: skip


# Pages that only show answer POST with 405 to whoever holds the power anywhere: that is the second expectation.
DOORS = [
    Door("verify", anyone()),
    Door("verify-file", anyone()),
    Door("verify-number", anyone(), where=number),
    Door("verify-keys", anyone()),
    Door("verify-keys-json", anyone()),
    Door("verify-key-file", anyone(), where=lambda world: {"fingerprint": world.signing_key.fingerprint}),
    Door("verify-proof", anyone(), where=number),
    Door("log", anyone()),
    Door("log-checkpoint", anyone()),
    Door("log-tile", anyone(), where=lambda world: {"level": 0, "place": "000.p/1"}),
    Door("log-entries", anyone(), where=lambda world: {"place": "000.p/1"}),
    Door("log-inclusion", anyone(), where=lambda world: {"index": 0}),
    Door("log-consistency", anyone(), query="?old=1"),
    Door("log-keys", anyone()),
    Door("log-keepsake", anyone(), where=lambda world: {"name": "check_certificate.py"}),
    Door("log-cosignatures", GET_CLOSED, post=anyone()),
    Door("my-certificates", signed_in()),
    Door("my-certificate", owner("teacher"), signed_in(), where=number),
    Door(
        "my-certificate-credential",
        owner("teacher"),
        signed_in(),
        where=lambda w: number(w) | {"form": "jwt"},
    ),
    Door("credential-did", anyone()),
    Door("credential-keys", anyone()),
    Door("credential-status", anyone(), where=lambda w: {"number": list_of(w.certificate.pk)}),
    Door("credential-achievement", anyone(), where=achievement),
    Door("my-certificate-file", owner("teacher"), signed_in(), where=number),
    Door("my-certificate-share", owner("teacher"), where=number),
    Door("my-certificate-unshare", GET_CLOSED, post=owner("teacher"), where=link),
    Door("shared-certificate", anyone(), where=lambda world: {"token": world.link_token}),
    Door("checks", signed_in()),
    Door("check-body", owner("public"), where=body),
    Door("check-body-token", GET_CLOSED, post=owner("public"), where=body),
    Door("check-inquiry", owner("public"), signed_in(), where=inquiry),
    Door("api-verify", GET_CLOSED, post=dict.fromkeys(ROLES, 401)),
    Door("bodies", only("obec_officer")),
    Door("body-new", only("obec_officer")),
    Door("body", only("obec_officer"), where=body),
    Door("body-end", GET_CLOSED, post=only("obec_officer"), where=body),
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
