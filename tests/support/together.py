"""Threads that start at the same moment, each with its own connection: for races on PostgreSQL."""

import threading
from collections.abc import Callable

from django.db import connection


def together(count: int, work: Callable[[int], None]) -> list[BaseException]:
    """Run the work in `count` threads that start at the same moment; what they raised."""
    start, faults = threading.Barrier(count), []

    def run(number: int) -> None:
        start.wait()
        try:
            work(number)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,), name=str(number)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults
