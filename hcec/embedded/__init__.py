"""Real PostgreSQL and Valkey out of their Python wheels, for the demo, the tests and the benchmarks.

Both run as our direct children and listen on Unix sockets only. No Django here.
"""

from hcec.embedded.problems import Busy, NotStarted
from hcec.embedded.services import Services

__all__ = ["Busy", "NotStarted", "Services"]
