"""Open credentials for machines: who issues, with which keys, what was achieved, and what counts no more."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from verification.credentials import badge, keys, status
from verification.kinds import SOURCES, named
from verification.models import Kind, StatusList


def published(value: Any, kind: str = "application/json") -> HttpResponse:
    """The same for everybody, of any site, kept for at most an hour."""
    response = JsonResponse(value, content_type=kind, json_dumps_params={"ensure_ascii": False})
    return open_to_all(response, 3600)


def open_to_all(response: HttpResponse, seconds: float) -> HttpResponse:
    """Wallets in a browser read it from another site; nothing in it is anybody's."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = f"public, max-age={seconds:.0f}"
    return response


@login_not_required
@require_safe
def did(request: HttpRequest) -> HttpResponse:
    """The issuer's DID document (did:web)."""
    return published(keys.did_document(), "application/did+json")


@login_not_required
@require_safe
def key_set(request: HttpRequest) -> HttpResponse:
    """The same keys as a JSON Web Key Set."""
    return published({"keys": [keys.public_key(key) for key in keys.held()]}, "application/jwk-set+json")


@login_not_required
@require_safe
def achievement(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What a credential of this test, course or occasion is for."""
    if kind not in Kind.values:
        raise Http404
    source = get_object_or_404(SOURCES[kind].subjects(), pk=pk)
    told = badge.achievement(Kind(kind), source.pk, named(source)) | {"creator": badge.profile()}
    return published({"@context": badge.CONTEXT, **told}, "application/ld+json")


@login_not_required
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """A status list, signed; made anew from the table of revocations where the copy at hand is older than half a minute."""
    found = get_object_or_404(StatusList, number=number)
    name, life = f"status-list:{number}", status.LIVES.total_seconds()
    signed = cache.get(name)
    if signed is None:
        signed = keys.sign(status.credential(found, at=timezone.now()))
        cache.set(name, signed, life)
    return open_to_all(HttpResponse(signed, content_type="application/vc+jwt"), life)
