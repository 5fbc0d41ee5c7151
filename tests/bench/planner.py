"""bin/bench planner: a term of 200 rounds at one center on the planner's page; server time of the page, figure under 200 ms."""

from datetime import timedelta
from time import perf_counter

from tests.bench.harness import house, report

ROUNDS, PAGES, FIGURE = 200, 15, 0.2


def furnish() -> tuple[object, object]:
    """A center with ten rooms and ten trainers, 200 rounds of three dates in the coming term."""
    from datetime import time

    from django.utils import timezone

    from centers.models import SchoolTerm
    from committees.models import Position
    from tests.factories.centers import CenterFactory, RoomFactory
    from tests.factories.committees import person_with
    from tests.factories.training import CourseFactory, TrainerFactory
    from training.actions import terms

    at = timezone.now()
    center = CenterFactory()
    manager = person_with(Position.CENTER_MANAGER, center=center)
    rooms = [RoomFactory(center=center) for _ in range(10)]
    trainers = [TrainerFactory(center=center).person for _ in range(10)]
    first = timezone.localdate(at) + timedelta(days=7)
    first -= timedelta(days=first.weekday())
    SchoolTerm.objects.all().delete()
    SchoolTerm.objects.create(year=2600, term=1, starts_on=first, ends_on=first + timedelta(days=139))
    course = CourseFactory(hours=9)
    for number in range(ROUNDS):
        slot = number // 10
        start = first + timedelta(days=7 * (slot // 10 * 7))
        wish = terms.Wish(
            course=course, mode="face_to_face", first_day=start, until=start + timedelta(days=100),
            weekdays=(slot % 5,), starts=time(9 if slot // 5 % 2 else 13), ends=time(12 if slot // 5 % 2 else 16),
            minutes=180, seats=20, room=rooms[number % 10], trainer=trainers[number % 10],
        )  # fmt: skip
        terms.schedule(center, wish, by=manager, at=at)
    return center, manager


def main(json: bool) -> None:
    with house("planner", web=False, worker=False) as here:
        here.django()
        from django.test import Client
        from django.urls import reverse

        from training.models import Round

        _center, manager = furnish()
        client = Client(headers={"host": here.address.removeprefix("http://")})
        client.force_login(manager, backend="allauth.account.auth_backends.AuthenticationBackend")

        def seconds() -> float:
            begun = perf_counter()
            answer = client.get(reverse("manage-planner"))
            if answer.status_code != 200:
                raise RuntimeError(f"the planner answered {answer.status_code}")
            return perf_counter() - begun

        seconds()
        taken = sorted(seconds() for _ in range(PAGES))
        middle = taken[PAGES // 2]
        report(
            "planner",
            pairs=[],
            counts={
                "rounds": Round.objects.count(),
                "median ms": round(middle * 1000),
                "slowest ms": round(taken[-1] * 1000),
            },
            must={f"a page in under {FIGURE * 1000:.0f} ms of server time": middle < FIGURE},
            json=json,
        )
