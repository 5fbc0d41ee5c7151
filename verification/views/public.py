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
TEMPLATES = {"valid": "valid.html", "revoked": "revoked.html", "unknown": "unknown.html"}


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The box. A number (or the whole address off the paper) leads to its own page."""
    typed = request.GET.get("number", "").strip().rstrip("/").rpartition("/")[2]
    key = numbers.key_of(typed)
    if key:
        return redirect("verify-number", number=key)
    return render(request, "verification/verify.html", {"empty": "number" in request.GET}, headers=HEADERS)


@login_not_required
@require_safe
def verify_number(request: HttpRequest, number: str) -> HttpResponse:
    """Valid with every printed fact, revoked, or never issued; JSON where that is preferred."""
    wants_json = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    headers = HEADERS | {"Vary": "Accept"}
    if throttle.is_closed(request):
        headers["Retry-After"] = str(throttle.WINDOW)
        if wants_json:
            return JsonResponse(
                {"answer": "later", "number": number[: numbers.LONGEST]}, status=429, headers=headers
            )
        return render(request, "verification/later.html", status=429, headers=headers)
    found = answers.answer(number)
    if found.certificate is None and not found.slip:
        throttle.count_miss(request)
    if wants_json:
        json = {"ensure_ascii": False}
        return JsonResponse(found.as_json(), status=found.status, headers=headers, json_dumps_params=json)
    context = {"answer": found, "certificate": found.certificate, "past": found.is_past(timezone.localdate())}
    return render(
        request, f"verification/{TEMPLATES[found.word]}", context, status=found.status, headers=headers
    )
