"""/healthz says that the process lives; /readyz says that the house can work."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from hcec.core.db import database_now
from hcec.core.models import Heartbeat

SILENCE = timedelta(seconds=60)
# What an operator should know although the house works, each said by the app that knows; nothing where all is well.
NOTES: dict[str, Callable[[datetime], str]] = {}


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Live: this process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Ready: database, Redis and a worker's heartbeat of the last minute; 503 and the failing part otherwise."""
    parts = {"database": database_answers(), "redis": redis_answers()}
    parts["worker"] = parts["database"] and worker_beats()
    ready = all(parts.values())
    notes = (
        {name: said for name, say in NOTES.items() if (said := say(database_now()))}
        if parts["database"]
        else {}
    )
    told = {"ready": ready, **parts} | ({"notes": notes} if notes else {})
    return JsonResponse(told, status=200 if ready else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except DatabaseError:
        return False


def redis_answers() -> bool:
    # The portal's own cache swallows faults, so ask the client below it.
    try:
        return bool(caches["default"]._cache.get_client(None).ping())  # type: ignore[attr-defined]
    except (RedisError, OSError):
        return False


def worker_beats() -> bool:
    return Heartbeat.objects.filter(name="worker", at__gte=database_now() - SILENCE).exists()
