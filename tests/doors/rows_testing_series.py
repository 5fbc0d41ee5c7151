"""The door of a series of sessions."""

from tests.doors.rows_testing import LISTS
from tests.doors.table import Door

DOORS = [Door("manage-series-new", LISTS["manage-session-new"])]
