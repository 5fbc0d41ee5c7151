"""Anyone verifies: by the number typed in a box, or by the address that the QR code holds (guideline 5.3.1)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hcec.core.thai import thai_date_long
from verification import answers, facts, numbers, prepared, throttle
from verification.models import Certificate
from verification.queries import log
from verification.queries.certificates import by_number

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
AS_IT_IS = {"ensure_ascii": False}
TEMPLATES = {"revoked": "revoked.html", "replaced": "revoked.html", "unknown": "unknown.html"}
COUNTS = ("valid", "expired")  # answers whose page lists every printed fact


def shut(response: HttpResponse, **more: str) -> HttpResponse:
    """Kept by no cache, named to no other site, found by no search engine."""
    for name, value in (HEADERS | more).items():
        response[name] = value
    return response


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The box. A number (or the whole address off the paper) leads to its own page."""
    typed = request.GET.get("number", "").strip().rstrip("/").rpartition("/")[2]
    key = numbers.key_of(typed)
    if key:
        return shut(redirect("verify-number", number=key))
    return shut(render(request, "verification/verify.html", {"empty": "number" in request.GET, "typed": ""}))


@login_not_required
@require_safe
def verify_number(request: HttpRequest, number: str) -> HttpResponse:
    """Valid or expired with every printed fact, revoked or replaced, or never issued; JSON where that is preferred."""
    wants_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    if throttle.is_closed(request):
        return shut(
            later(request, number, wants_json), Vary="Accept", **{"Retry-After": str(throttle.WINDOW)}
        )
    found = answers.answer(number)
    if found.certificate is None and not found.slip:
        throttle.count_miss(request)
    if wants_json:
        return shut(
            JsonResponse(found.as_json(), status=found.status, json_dumps_params=AS_IT_IS), Vary="Accept"
        )
    page = valid(request, found) if found.word in COUNTS else other(request, found, number)
    return shut(page, Vary="Accept, Cookie")


def valid(request: HttpRequest, found: answers.Answer) -> HttpResponse:
    """Every printed fact, beside which the paper is laid."""
    certificate = found.certificate
    assert certificate is not None
    until = certificate.words.valid_until
    texts = {
        "kind_label": certificate.get_kind_display(), "number": certificate.number, "facts": told_of(found),
        "until": thai_date_long(until) if until else "", **logged(certificate),
    }  # fmt: skip
    look = {"past": found.word == "expired"}
    if prepared.may_serve(request):
        return HttpResponse(prepared.page(request, "verification/valid.html", look, texts))
    return render(request, "verification/valid.html", {**look, **texts})


def other(request: HttpRequest, found: answers.Answer, typed: str) -> HttpResponse:
    """Taken back (perhaps for a new one), or never issued."""
    context = {
        "answer": found, "certificate": found.certificate, "facts": told_of(found),
        "typed": typed[: numbers.LONGEST], "empty": False, **(logged(found.certificate) if found.certificate else {}),
    }  # fmt: skip
    return render(request, f"verification/{TEMPLATES[found.word]}", context, status=found.status)


def logged(certificate: Certificate) -> dict[str, str]:
    """Where it stands in the public log, and where its proof is."""
    return {
        "log_index": str(certificate.log_index),  # type: ignore[attr-defined]  # annotated by `by_number`
        "proof": reverse("verify-proof", args=[certificate.number]),
    }


def told_of(found: answers.Answer) -> str:
    """What the page of this answer lists, to be compared with the paper."""
    if found.certificate is None:
        return ""
    if found.word in COUNTS:
        return facts.facts_of(
            found.certificate.words, found.number, legal=[*facts.in_whose_name(found.certificate)]
        )
    return facts.revocation_of(found.certificate)


def later(request: HttpRequest, number: str, wants_json: bool) -> HttpResponse:
    """Too many numbers that never existed from this address."""
    if wants_json:
        return JsonResponse({"answer": "later", "number": number[: numbers.LONGEST]}, status=429)
    return render(request, "verification/later.html", status=429)


@login_not_required
@require_safe
def proof(request: HttpRequest, number: str) -> HttpResponse:
    """The newest proof that the certificate is in the public log, with the lines of witnesses: a file to keep."""
    if throttle.is_closed(request):
        return shut(HttpResponse(status=429), **{"Retry-After": str(throttle.WINDOW)})
    found = by_number(number)
    if found is None:
        throttle.count_miss(request)
    logged = found and log.proof_of_today(found)
    if not logged or not found:
        raise Http404
    response = HttpResponse(str(logged.proof), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.number}.tlog-proof"'
    return shut(response)
