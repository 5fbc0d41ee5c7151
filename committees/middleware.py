"""The request already knows in whose name it acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from committees.queries import access_by, current_appointments


class AccessMiddleware:
    """Hang `request.access` and `request.appointments` on the request; one query for both, and only when used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        request.appointments = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: current_appointments(request.user, today) if request.user.is_authenticated else []
        )
        request.access = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: access_by(request.user, request.appointments)  # type: ignore[attr-defined, arg-type]
        )
        return self.get_response(request)
