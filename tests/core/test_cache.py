"""Redis away is a miss, never an error."""

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
