"""Parts of the portal are killed in the middle of a rush (reliability G4, G5, G7): the drills of tests/reliability in a house
of their own. `--full`: as many people and kills as the goals name.
"""

from dataclasses import dataclass
from typing import Any

from tests.bench.harness import house, report


@dataclass(frozen=True)
class Size:
    """People of a rush, of whom so many press five times each while web workers die, and how often what is killed."""

    people: int = 300
    repeated: int = 40
    workers: int = 8
    postgres: int = 2


FULL = Size(people=3000, repeated=1000, workers=60, postgres=20)
SEATS = 40


def main(json: bool, full: bool = False) -> None:
    from tests.reliability import drills
    from tests.reliability.cluster import judged, staged

    size = FULL if full else Size()
    with house("drills", worker=False) as here:
        stage = staged(here, people=size.people, sessions=3, seats=SEATS)
        people, sessions = stage["people"], stage["sessions"]
        login = {name: stage[name] for name in ("email", "password")}
        found: dict[str, Any] = {
            f"{size.workers} web workers killed, every POST five times": drills.web_workers(
                here, sessions[0], people[: size.repeated], seats=SEATS, kills=size.workers
            ),
            f"PostgreSQL killed {size.postgres} times": drills.postgres(
                here, sessions[1], people, seats=SEATS, kills=size.postgres
            ),
            "Redis emptied, silent, killed": drills.valkey(
                here, sessions[2], people, seats=SEATS, login=login
            ),
        }
        found["truths broken afterwards"] = [name for name in judged(here) if name not in stage["broken"]]
    must = {f"nothing wrong: {name}": not wrong for name, wrong in found.items()}
    counts = {name: wrong[:5] for name, wrong in found.items()} | {"people": size.people}
    report("drills", json=json, pairs=[], counts=counts, must=must)
