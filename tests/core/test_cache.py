"""Redis away is a miss, never an error."""

import socket

import pytest
from django.core.cache import cache

from hcec.core.cache import ForgivingRedisCache

AWAY = ForgivingRedisCache("unix:///nowhere/redis.sock", {})


def test_a_value_comes_back():
    cache.set("a", 1)
    assert cache.get("a") == 1


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (lambda c: c.get("a", 7), 7),
        (lambda c: c.get_many(["a"]), {}),
        (lambda c: c.set("a", 1), None),
        (lambda c: c.add("a", 1), True),
        (lambda c: c.incr("a"), 1),
        (lambda c: c.delete("a"), False),
        (lambda c: c.has_key("a"), False),
    ],
)
def test_a_lost_redis_answers_as_if_nothing_were_cached(call, answer):
    assert call(AWAY) == answer


def test_a_redis_that_did_not_answer_is_left_alone_for_a_while_by_readers_only():
    """A silent one takes every connection and costs each asker a whole timeout."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(5)
        port = silent.getsockname()[1]
        cache = ForgivingRedisCache(f"redis://127.0.0.1:{port}", {"OPTIONS": {"socket_timeout": 0.05}})
        assert cache.get("a", 7) == 7
        silent.accept()[0].close()
        assert cache.get("a", 7) == 7
        silent.setblocking(False)
        with pytest.raises(BlockingIOError):
            silent.accept()
        cache.set("a", 1)
        silent.settimeout(5)
        silent.accept()[0].close()


def test_one_client_is_kept_for_all_questions():
    assert cache._cache.get_client() is cache._cache.get_client(write=True)
