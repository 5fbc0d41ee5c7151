"""What every request passes: an id and a log line, the language, and the headers that CSP does not cover."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import translation

log = structlog.get_logger("request")
REQUEST_ID = re.compile(r"[\w-]{8,64}")
# A verification token or calendar key in a path is a secret of its holder: the log keeps the place only.
SECRET_PATH = re.compile(
    r"^(/verify|/v|/shared|/calendar|/attend/\d+|/accounts/(?:confirm-email|password/reset/key))/.+"
)


class RequestLogMiddleware:
    """Give each request an id (taken from the proxy where it sends one) and log one line for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        elapsed = (time.perf_counter() - started) * 1000
        response["X-Request-ID"] = request_id
        response["Server-Timing"] = f"app;dur={elapsed:.1f}"
        log.info(
            "request",
            method=request.method,
            path=SECRET_PATH.sub(r"\1/…", request.path),
            status=response.status_code,
            ms=round(elapsed, 1),
            person=getattr(getattr(request, "user", None), "pk", None),
        )
        return response


class LanguageMiddleware:
    """Thai unless the person chose otherwise; the browser's own wish does not turn an official page English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class HeadersMiddleware:
    """Permissions-Policy for all, and no copy of a signed-in page in any cache."""

    POLICY = "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=(), interest-cohort=()"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store, private")
        if request.method == "POST" and request.path == reverse("account_logout"):
            # What the browser kept for this person (forms taken along) goes with her session.
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


class MethodsMiddleware:
    """No page of the portal is changed by PUT, PATCH or DELETE: a view that forgot to say so would show itself."""

    KNOWN = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return (
            self.get_response(request) if request.method in self.KNOWN else HttpResponseNotAllowed(self.KNOWN)
        )
