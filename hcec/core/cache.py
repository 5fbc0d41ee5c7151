"""A Redis cache that never raises and never makes people wait: a lost cache is a miss, not an error page."""

import time
from collections.abc import Callable
from functools import cache
from typing import Any

import redis
import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
REST = 5.0  # seconds for which this process does not ask a Redis that did not answer
AWAY_UNTIL: dict[tuple[str, ...], float] = {}  # by address, on this process's own clock


def forgiving(method: str, answer: Callable[..., Any], *, rests: bool = True) -> Callable[..., Any]:
    """Wrap one method of the cache so that a Redis fault gives `answer(*args, **kwargs)` instead.

    A Redis that is silent costs a whole timeout, so after a fault it is left alone for a while: every page would wait
    otherwise. What writes or deletes does not rest: a value that is skipped would be found again, old, by a reader.
    """

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        address = tuple(self._servers)
        if rests and time.monotonic() < AWAY_UNTIL.get(address, 0.0):
            return answer(*args, **kwargs)
        try:
            return getattr(RedisCache, method)(self, *args, **kwargs)
        except (RedisError, OSError) as fault:
            AWAY_UNTIL[address] = time.monotonic() + REST
            log.warning("cache_unavailable", method=method, fault=type(fault).__name__)
            return answer(*args, **kwargs)

    call.__name__ = method
    return call


class KeptClient(RedisCacheClient):
    """Django's client makes a new `redis.Redis` for every call, which costs more than the question; this one keeps it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._client = cache(redis.Redis)  # by its connection pool, of which there is one for each server


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache whose every fault is a miss (reads) or a no-op (writes)."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient

    get = forgiving("get", lambda key, default=None, version=None: default)
    get_many = forgiving("get_many", lambda keys, version=None: {})
    has_key = forgiving("has_key", lambda key, version=None: False)
    add = forgiving("add", lambda *args, **kwargs: True)
    set = forgiving("set", lambda *args, **kwargs: None, rests=False)
    set_many = forgiving("set_many", lambda *args, **kwargs: [], rests=False)
    touch = forgiving("touch", lambda *args, **kwargs: False)
    delete = forgiving("delete", lambda *args, **kwargs: False, rests=False)
    delete_many = forgiving("delete_many", lambda *args, **kwargs: None, rests=False)
    incr = forgiving("incr", lambda key, delta=1, version=None: delta)
    clear = forgiving("clear", lambda: False, rests=False)
