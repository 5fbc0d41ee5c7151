"""The public log for anyone: its page, and what machines read of it (C2SP tlog-tiles, proofs as JSON). Nothing is written
here but the lines of registered witnesses."""

from base64 import b64encode
from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hcec.core.db import database_now
from verification import keepsakes
from verification.actions import witnesses
from verification.merkle.formats import Place, place_of
from verification.merkle.tree import width_of
from verification.models import LogCheckpoint, LogKey
from verification.queries import log
from verification.refusals import Refusal

FOR_EVER = "public, max-age=31536000, immutable"
SECONDS = "public, max-age=5"
LONGEST_NOTE = 20_000


def open_to_all(response: HttpResponse, cache: str) -> HttpResponse:
    """Kept so long by anyone, and readable from the pages of other auditors."""
    response["Cache-Control"] = cache
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the log is, its last checkpoints, its keys and witnesses, and how to check it oneself."""
    context = {
        "last": log.last_checkpoint(),
        "checkpoints": LogCheckpoint.objects.prefetch_related("cosignatures__witness").order_by("-size")[:10],
        "keys": LogKey.objects.order_by("-since"),
        "witnesses": log.witnesses(),
        "throw_away": settings.LOCAL,
    }
    return render(request, "verification/log.html", context)


@login_not_required
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The last checkpoint, with its witnesses' lines; 404 while nothing is signed."""
    last = log.last_checkpoint()
    if last is None:
        raise Http404
    return open_to_all(HttpResponse(log.signed_note(last), content_type="text/plain; charset=utf-8"), SECONDS)


@login_not_required
@require_safe
def tile(request: HttpRequest, level: int, place: str) -> HttpResponse:
    """The hashes of a tile, full or as wide as asked for, within what is signed."""
    found = signed_place(level, place)
    return binary(b"".join(log.hashes(level, found.number * 256, found.width)))


@login_not_required
@require_safe
def bundle(request: HttpRequest, place: str) -> HttpResponse:
    """The entries of a tile of level 0, each behind its length."""
    found = signed_place(0, place)
    return binary(log.bodies(found.number * 256, found.width))


@login_not_required
@require_safe
def inclusion(request: HttpRequest, index: int) -> HttpResponse:
    """The path from an entry to the root of a checkpoint (`size`; the last one)."""
    checkpoint = log.last_checkpoint()
    size = number(request, "size", checkpoint.size if checkpoint else 0)
    if not index < size <= (checkpoint.size if checkpoint else 0):
        raise Http404
    tree = log.tree(size)
    return as_json({"index": index, "size": size, "root": packed(tree.root())}, tree.inclusion(index))


@login_not_required
@require_safe
def consistency(request: HttpRequest) -> HttpResponse:
    """The proof that the log of size `old` is the beginning of that of size `new`."""
    last = log.last_checkpoint()
    new = number(request, "new", last.size if last else 0)
    old = number(request, "old", 0)
    if last is None or not 0 < old <= new <= last.size:
        raise Http404
    return as_json({"old": old, "new": new}, log.tree(new).consistency(old))


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys of the log and its witnesses, one a line: to be kept by whoever wants to check later."""
    return open_to_all(
        HttpResponse("".join(f"{key}\n" for key in log.all_keys()), content_type="text/plain"), SECONDS
    )


@login_not_required
@require_safe
def keepsake(request: HttpRequest, name: str) -> HttpResponse:
    """A checker to download, with the public keys of today inside."""
    content = keepsakes.content(name, log.all_keys())
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return open_to_all(response, SECONDS)


@csrf_exempt  # nothing is done in anybody's name: what counts is the signature inside
@login_not_required
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """A witness's line under a checkpoint: 200 kept, 400 not a checkpoint of ours, 403 nobody who is registered."""
    try:
        kept = witnesses.cosign(request.read(LONGEST_NOTE).decode(), at=database_now())
    except witnesses.NotAWitness as refused:
        return HttpResponse(f"{refused}\n", status=403, content_type="text/plain; charset=utf-8")
    except (Refusal, UnicodeDecodeError) as refused:
        return HttpResponse(f"{refused}\n", status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse("".join(f"{line.line}\n" for line in kept), content_type="text/plain; charset=utf-8")


def signed_place(level: int, path: str) -> Place:
    """The tile of that path, as far as a checkpoint reaches; everything else is not there."""
    place, last = place_of(path), log.last_checkpoint()
    if place is None or last is None or level > 63 or place.width > width_of(last.size, level, place.number):
        raise Http404
    return place


def number(request: HttpRequest, name: str, otherwise: int) -> int:
    """A whole number of the query; 404 for anything else."""
    given = request.GET.get(name, "")
    if not given:
        return otherwise
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        raise Http404
    return int(given)


def binary(content: bytes) -> HttpResponse:
    return open_to_all(HttpResponse(content, content_type="application/octet-stream"), FOR_EVER)


def as_json(about: dict[str, object], path: Sequence[bytes]) -> HttpResponse:
    return open_to_all(JsonResponse({**about, "path": [packed(hash) for hash in path]}), FOR_EVER)


def packed(hash: bytes) -> str:
    return b64encode(hash).decode()
