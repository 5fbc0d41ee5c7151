"""pyHanko answers in coroutines and the portal waits: the one place where it does."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def answer_of(coroutine: Coroutine[Any, Any, T]) -> T:
    """What the coroutine gives, waited for in a thread of its own: the caller's may have a loop that runs already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
