"""Doors of the live queue: anybody with an account may stand in it; the manager sets its pace."""

from tests.doors.rows_testing import ANY_ACCOUNT, MANAGERS, of
from tests.doors.table import Door

DOORS = [
    Door("queue", ANY_ACCOUNT, where=of("session")),
    Door("manage-session-queue", MANAGERS, where=of("session")),
]
