"""The live queue in front of booking: who may go in now, decided by one script inside Redis (decision 0020).

Whoever comes before the opening draws a number at random, and nobody sees the order before; whoever comes later stands
behind, by the clock of Redis. A place belongs to the account: a second window or a new sign-in finds it again. So many a
second are let in as the machine serves; without Redis everybody is, and booking itself keeps the order as it always does.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

import redis
import structlog
from django.conf import settings
from django.core import signing
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
EARLY = timedelta(hours=1)  # how long before the opening places are given
STAY = timedelta(minutes=10)  # how long a ticket lets in
KEEP = timedelta(hours=12)  # how long a line is remembered after it was last asked for
MINUTE = 60  # seconds: a page that waits longer shows meanwhile how the line moves
REST = 5.0  # seconds for which a Redis that did not answer is not asked again
SALT = "testing.line"
_away_until = 0.0

# KEYS: line (person by score), told (when each was told that she may go in), state.  ARGV: person, opening in ms, people a
# second, most at once, lot of an early comer, ms a ticket lasts, ms a line is kept.
# Answer: what, how many before her, how many in the line, ms her ticket still lasts.
SCRIPT = """
local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)
local who, opens, rate, most = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local stay, keep = tonumber(ARGV[6]), tonumber(ARGV[7])
local inside = tonumber(redis.call('HGET', KEYS[3], 'inside') or 0)
local told = redis.call('HGET', KEYS[2], who)
if told and now - told > stay then  -- her ticket has ended: she stands behind again
    redis.call('ZREM', KEYS[1], who); redis.call('HDEL', KEYS[2], who)
    inside = inside - 1; told = false
end
if not redis.call('ZSCORE', KEYS[1], who) then
    local score = ARGV[5]
    if now >= opens then score = 1 + redis.call('HINCRBY', KEYS[3], 'last', 1) end
    redis.call('ZADD', KEYS[1], score, who)
end
local count = redis.call('ZCARD', KEYS[1])
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, keep) end
if now < opens then return {'early', redis.call('ZRANK', KEYS[1], who), count, 0} end
local seen = tonumber(redis.call('HGET', KEYS[3], 'seen') or opens)
local room = math.min(most, tonumber(redis.call('HGET', KEYS[3], 'room') or 0) + (now - seen) * rate / 1000)
local step = math.max(0, math.min(math.floor(room), count - inside))
inside = inside + step
redis.call('HSET', KEYS[3], 'seen', now, 'room', tostring(room - step), 'inside', inside)
local before = redis.call('ZRANK', KEYS[1], who) - inside
if before >= 0 then return {'wait', before, count, 0} end
if not told then redis.call('HSET', KEYS[2], who, now); told = now end
return {'in', 0, count, stay - (now - told)}
"""


@dataclass(frozen=True)
class Place:
    """Where somebody stands: "early", "wait" or "in"; `before` people go in first, `count` are in the line.

    Before the opening `before` is what the lot says so far; nobody is shown it.
    """

    state: str
    before: int = 0
    count: int = 0
    rate: int = 1

    @property
    def seconds(self) -> int:
        """How long it takes at the rate at which people are let in."""
        return -(-(self.before + 1) // self.rate)

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)

    @property
    def look_again(self) -> int:
        """Seconds until the page asks again: when it is her turn, and once a minute before that."""
        return max(2, soon(self.seconds))

    def before_opening(self, left: float) -> int:
        """Seconds until the page asks again when the opening is so many seconds away: within five minutes, once in the last
        minute, and from there when it is her turn."""
        if left <= MINUTE:
            return max(2, int(left) + 1 + self.after_opening)
        last_minute = int(left) - 5 - secrets.randbelow(MINUTE - 5)
        return max(2, min(5 * MINUTE - secrets.randbelow(MINUTE), last_minute))

    @property
    def after_opening(self) -> int:
        """Seconds that the page waits after the opening: until her turn, so that seats go in the order of the lot and not
        to whoever happens to look first, and so that not everyone asks in the same second."""
        return soon(self.before // self.rate)


def soon(seconds: int) -> int:
    """So many seconds, or about a minute where that is longer; not the same for all, else they would come in waves."""
    return seconds if seconds <= MINUTE else MINUTE - secrets.randbelow(MINUTE // 3)


@cache
def client() -> "redis.Redis":
    url = settings.REDIS_URL.replace("redis+socket://", "unix://")
    return redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)


def place(session_id: int, person_id: int, *, opens_at: datetime, rate: int) -> Place:
    """The person's place in the line of a session; she gets one when she has none. Without Redis everybody is let in."""
    global _away_until
    free = Place("in", rate=rate)
    if time.monotonic() < _away_until:
        return free
    keys = [f"hcec:line:{session_id}:{part}" for part in ("people", "told", "state")]
    lot = secrets.randbits(52) / 2**52
    ms = [int(length.total_seconds() * 1000) for length in (STAY, KEEP)]
    facts = [person_id, int(opens_at.timestamp() * 1000), rate, rate, lot, *ms]
    try:
        state, before, count, _left = client().eval(SCRIPT, len(keys), *keys, *facts)  # type: ignore[misc]
    except (RedisError, OSError) as fault:
        _away_until = time.monotonic() + REST
        log.warning("line_unavailable", fault=type(fault).__name__)
        return free
    return Place(state.decode(), before, count, rate)


def ticket(session_id: int, person_id: int) -> str:
    """What the booking form of somebody who was let in carries; needs no Redis to be checked."""
    return signing.dumps([session_id, person_id], salt=SALT)


def lets_in(ticket: str, session_id: int, person_id: int) -> bool:
    """Whether this is a ticket of this person for this session that has not ended."""
    try:
        return signing.loads(ticket, salt=SALT, max_age=STAY) == [session_id, person_id]
    except signing.BadSignature:
        return False
