"""Doors of verification: anyone verifies, a holder has her own, directors and OBEC's officer issue in their branch."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.doors.table import (
    GET_CLOSED,
    ROLES,
    Door,
    Expectation,
    anyone,
    away,
    only,
    owner,
    signed_in,
)
from tests.factories.accounts import PersonFactory
from tests.factories.seals import listed_key
from tests.factories.verification import (
    a_file,
    an_occasion,
    approved_run,
    citations_of,
    issue_results,
    prepared_run,
    results_of,
    session_with_results,
)
from verification import storage
from verification.actions import bodies, papers, shares, templates
from verification.credentials.status import list_of
from verification.models import Bundle, Kind, NameChange


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
    papers.record([a_file(world.certificate, sha256=storage.keep(b"%PDF-1.7 of the doors"), size=21)])
    template = templates.of_kind(Kind.TEST_RESULT, at=world.certificate.issued_at)
    world.template_draft = templates.draft(
        template, by=world.person["obec_officer"], at=world.certificate.issued_at
    )
    world.name_change = NameChange.objects.create(
        certificate=world.certificate,
        explanation="สมรส",
        document="name-changes/doors.pdf",
        asked_at=world.certificate.issued_at,
    )
    world.bundle = Bundle.objects.create(
        by=director, asked_at=world.certificate.issued_at, key=f"doors-{world.center.pk}", title={"th": "ทดสอบ"},
        certificates=[world.certificate.pk], expires_at=world.certificate.issued_at + timedelta(days=7),
    )  # fmt: skip
    world.ready = session_with_results([PersonFactory()], center=world.center)
    world.ready_result = results_of(world.ready)[0]
    world.run = prepared_run(
        by=world.person["manager"], key=f"doors-{world.center.pk}", results=[world.ready_result.pk]
    )
    held = session_with_results([PersonFactory()], center=world.center)
    later = timezone.now() + timedelta(days=1)
    world.held_run = approved_run(
        by=director, key=f"held-{world.center.pk}", results=[results_of(held)[0].pk], public_from=later
    )
    world.occasion = an_occasion(
        PersonFactory(), center=world.center, by=world.person["manager"], role="วิทยากร"
    )
    world.citation = citations_of(world.occasion)[0]
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


def change(world: Any) -> dict[str, Any]:
    return {"pk": world.name_change.pk}


def kind(world: Any) -> dict[str, Any]:
    return {"kind": Kind.TEST_RESULT.value}


def draft(world: Any) -> dict[str, Any]:
    return {"kind": Kind.TEST_RESULT.value, "number": world.template_draft.number}


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


def preparers() -> Expectation:
    """Whoever prepares anywhere."""
    return only(*PREPARE, *away("manager", "director"), "manager_next", "director_next")


def preparer_here() -> Expectation:
    """Whoever prepares for this center; the same seats elsewhere learn nothing of it."""
    return only(*PREPARE, outside=away("manager", "director"))


def run_of(name: str) -> Any:
    return lambda world: {"pk": getattr(world, name).pk}


OTHER_ISSUERS = ("director_next", "director_away", "obec_officer")
PREPARE = ("manager", "deputy", "director", "obec_officer")
OBEC = only("obec_officer")

# Pages that only show answer POST with 405 to whoever holds the power anywhere: that is the second expectation.
DOORS = [
    Door("verify", anyone()),
    Door("verify-file", anyone()),
    Door("verify-number", anyone(), where=number),
    Door("verify-issuer", anyone()),
    Door("issuer-name-new", OBEC, post=OBEC),
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
    Door("issue", preparers()),
    Door("issue-group", preparer_here(), preparers(), where=group),
    Door("round-certificates", preparer_here(), preparers(), where=run_of("round")),
    Door("issue-confirm", preparers(), query="?kind=test_result"),
    Door("issue-preview", preparer_here(), preparers(), where=ready),
    Door("issue-preview-file", preparer_here(), preparers(), where=ready),
    Door("occasions", preparers()),
    Door("occasion-new", preparers()),
    Door("occasion", preparer_here(), preparers(), where=run_of("occasion")),
    Door("occasion-edit", preparer_here(), where=run_of("occasion")),
    Door("occasion-cite", preparer_here(), where=run_of("occasion")),
    Door("occasion-withdraw", GET_CLOSED, post=preparer_here(), where=run_of("occasion")),
    Door("citation-withdraw", preparer_here(), where=run_of("citation")),
    Door("issue-runs", preparers()),
    Door("issue-run", preparer_here(), preparers(), where=run_of("run")),
    Door(
        "issue-run-approve",
        GET_CLOSED,
        post=issuer_here(),
        where=run_of("run"),
        data=lambda world: {"release": "hold"},
    ),
    Door("issue-run-decline", GET_CLOSED, post=preparer_here(), where=run_of("run")),
    Door("issue-run-undo", GET_CLOSED, post=issuer_here(), where=run_of("held_run")),
    Door("issued-certificates", issuers()),
    Door("issued-certificate", issuer_here(), issuers(), where=number),
    Door("issued-certificate-file", issuer_here(), issuers(), where=number),
    Door("issued-certificate-revoke", issuer_here(), where=number),
    Door("certificate-bundles", issuers()),
    Door("certificate-bundle", only("director", outside=OTHER_ISSUERS), issuers(), where=run_of("bundle")),
    Door(
        "certificate-bundle-file",
        only(outside=("director", *OTHER_ISSUERS)),
        issuers(),
        where=run_of("bundle"),
    ),
    Door("certificate-templates", OBEC),
    Door("certificate-template", OBEC, where=kind),
    Door("certificate-template-begin", GET_CLOSED, post=OBEC, where=kind),
    Door("certificate-template-edit", OBEC, where=draft),
    Door("certificate-template-preview", OBEC, where=draft),
    Door("certificate-template-publish", GET_CLOSED, post=OBEC, where=draft),
    Door("certificate-template-discard", GET_CLOSED, post=OBEC, where=draft),
    Door("certificate-template-logo", OBEC, where=draft),
    Door("issued-certificate-reissue", issuer_here(), where=number),
    Door("my-certificate-change", owner("teacher"), where=number),
    Door("certificate-changes", issuers()),
    Door("certificate-change", issuer_here(), issuers(), where=change),
    Door("certificate-change-grant", GET_CLOSED, post=issuer_here(), where=change),
    Door("certificate-change-decline", GET_CLOSED, post=issuer_here(), where=change),
    Door(
        "certificate-change-document",
        only(outside=("director", "director_next", "director_away", "obec_officer")),
        issuers(),
        where=change,
    ),
]
