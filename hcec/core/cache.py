"""A Redis cache that never raises: a lost cache is a miss, not an error page."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def forgiving(method: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap one method of the cache so that a Redis fault gives `answer(*args, **kwargs)` instead."""

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(RedisCache, method)(self, *args, **kwargs)
        except (RedisError, OSError) as fault:
            log.warning("cache_unavailable", method=method, fault=type(fault).__name__)
            return answer(*args, **kwargs)

    call.__name__ = method
    return call


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache whose every fault is a miss (reads) or a no-op (writes)."""

    get = forgiving("get", lambda key, default=None, version=None: default)
    get_many = forgiving("get_many", lambda keys, version=None: {})
    has_key = forgiving("has_key", lambda key, version=None: False)
    add = forgiving("add", lambda *args, **kwargs: True)
    set = forgiving("set", lambda *args, **kwargs: None)
    set_many = forgiving("set_many", lambda *args, **kwargs: [])
    touch = forgiving("touch", lambda *args, **kwargs: False)
    delete = forgiving("delete", lambda *args, **kwargs: False)
    delete_many = forgiving("delete_many", lambda *args, **kwargs: None)
    incr = forgiving("incr", lambda key, delta=1, version=None: delta)
    clear = forgiving("clear", lambda: False)
