"""The public list of keys that seal certificates: for people, for machines, and each key's certificates to keep."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from verification.models import SigningKey
from verification.queries.keys import as_json, listed


@login_not_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Every key there ever was, the one in force first."""
    rows = list(listed())
    return render(request, "verification/keys.html", {"keys": rows, "demo": any(key.demo for key in rows)})


@login_not_required
@require_safe
def keys_json(request: HttpRequest) -> JsonResponse:
    """The same list for machines (docs/contract.md). Readable from pages anywhere: a checker kept elsewhere asks for it."""
    answer: dict[str, Any] = {"keys": [as_json(key) for key in listed()]}
    headers = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse(answer, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_not_required
@require_safe
def key_file(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """The certificates of one key, to keep beside a certificate or to hand to a PDF reader."""
    key = get_object_or_404(SigningKey, fingerprint=fingerprint)
    name = f'attachment; filename="hcec-key-{fingerprint[:16]}.pem"'
    return HttpResponse(
        key.chain, content_type="application/x-pem-file", headers={"Content-Disposition": name}
    )
