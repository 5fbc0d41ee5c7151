"""Guessing made slow without hurting a school behind one address.

Only well-formed numbers that were never issued count: a true certificate and a slip of the pen (the check sign
tells it) cost nothing. Kept in the cache, so without Redis nobody is stopped; the 35 random bits of a number are
the real guard.
"""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

WINDOW = 600  # seconds
MISSES = 300  # so many numbers never issued in one window, from one address


def key_of(request: HttpRequest) -> str:
    """A name for the caller's address (behind trusted proxies: the true one) that does not keep the address."""
    try:
        address = get_adapter().get_client_ip(request)
    except PermissionDenied:  # no address is known: then nobody is stopped
        return ""
    return "verify-misses:" + hashlib.sha256(address.encode()).hexdigest()[:32]


def is_closed(request: HttpRequest) -> bool:
    """Whether this address has guessed too much for now."""
    key = key_of(request)
    return bool(key) and (cache.get(key) or 0) >= MISSES


def count_miss(request: HttpRequest) -> None:
    """One more number that was never issued."""
    key = key_of(request)
    if key and not cache.add(key, 1, WINDOW):
        try:
            cache.incr(key)
        except ValueError:  # the window ended between the two
            cache.add(key, 1, WINDOW)
