"""Anyone verifies: by the number typed in a box, or by the address that the QR code holds (guideline 5.3.1)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from verification import answers, numbers, throttle

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
AS_IT_IS = {"ensure_ascii": False}
TEMPLATES = {"valid": "valid.html", "revoked": "revoked.html", "unknown": "unknown.html"}


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
    """Valid with every printed fact, revoked, or never issued; JSON where that is preferred."""
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
    context = {
        "answer": found,
        "certificate": found.certificate,
        "past": found.is_past(timezone.localdate()),
        "typed": number[: numbers.LONGEST],
        "empty": False,
    }
    page = render(request, f"verification/{TEMPLATES[found.word]}", context, status=found.status)
    return shut(page, Vary="Accept, Cookie")


def later(request: HttpRequest, number: str, wants_json: bool) -> HttpResponse:
    """Too many numbers that never existed from this address."""
    if wants_json:
        return JsonResponse({"answer": "later", "number": number[: numbers.LONGEST]}, status=429)
    return render(request, "verification/later.html", status=429)
