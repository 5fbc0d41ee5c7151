"""Invented people in the seats of every committee, so that each center has its manager and each paper its signatory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password

from centers.models import Affiliation, Center, ServiceArea, Workplace
from committees.models import Appointment, Committee, Level, Position, Post
from committees.queries import posts as reads
from hcec.accounts.models import User
from hcec.demo import offices
from hcec.demo.accounts import ORDER_NUMBER, starts_on
from hcec.demo.people import invent

SEATS = {
    Level.CENTER: (Position.CENTER_MANAGER, Position.SCHOOL_DIRECTOR),
    Level.PROVINCE: (Position.AREA_DIRECTOR, Position.SUPERVISOR),
}


@dataclass(frozen=True)
class Office:
    """Who acts at one center: the manager prepares, the director releases and issues."""

    manager: User
    director: User


def empty_seats() -> Iterator[tuple[Committee, Position]]:
    """Every seat of `SEATS` in which nobody sits yet."""
    taken = set(Appointment.objects.values_list("committee_id", "position"))
    committees = Committee.objects.filter(level__in=SEATS).select_related("center", "province").order_by("pk")
    for committee in committees:
        for position in SEATS[Level(committee.level)]:
            if (committee.pk, position) not in taken:
                yield committee, position


def empty_posts() -> list[Post]:
    """The posts nobody holds that the seats of `SEATS` follow: every director's, one supervisor's a province."""
    positions = {position for several in SEATS.values() for position in several}
    supervised = set(
        Appointment.objects.filter(position=Position.SUPERVISOR).values_list("committee_id", flat=True)
    )
    vacant = {post.pk: post for post in Post.objects.filter(tenures=None).select_related("school", "area")}
    chosen: dict[int, Post] = {}
    for line in reads.followed():
        post = vacant.get(line.post_id)
        if post is None or line.position not in positions:
            continue
        if line.position == Position.SUPERVISOR:
            if line.committee_id in supervised or post.area.level != ServiceArea.Level.SECONDARY:
                continue
            supervised.add(line.committee_id)
        chosen[post.pk] = post
    return list(chosen.values())


def people_without_password(random: Random, count: int, *, first: int) -> list[User]:
    """New invented people, who sign in nowhere; their addresses are numbered from `first`."""
    closed, users = make_password(None), []
    for number in range(first, first + count):
        invented = invent(random)
        users.append(
            User(email=invented.email(number), password=closed, kind=User.Kind.PERSONNEL, **invented.names)
        )
    return User.objects.bulk_create(users)


def fill_posts(random: Random, today: date) -> None:
    """Let a new invented person hold each empty post; the seats follow."""
    posts, obec = empty_posts(), Affiliation.objects.get(code="obec")
    users = people_without_password(random, len(posts), first=950_000)
    Workplace.objects.bulk_create(
        Workplace(
            person=user,
            affiliation=obec,
            province_id=post.school.province_id
            if post.school
            else post.area.provinces.order_by("pk").first().pk,
            school=post.school,
        )
        for user, post in zip(users, posts, strict=True)
    )
    offices.hold(zip(posts, users, strict=True), today)


def appoint_everywhere(random: Random, today: date) -> None:
    """Fill every empty seat with a new invented person: through a post where one is listed, else by hand."""
    fill_posts(random, today)
    seats = list(empty_seats())
    users = people_without_password(random, len(seats), first=900_000)
    obec, first = Affiliation.objects.get(code="obec"), starts_on(today)
    Workplace.objects.bulk_create(
        Workplace(
            person=user,
            affiliation=obec,
            province_id=committee.center.province_id if committee.center else committee.province_id,
            school_id=committee.center.host_school_id if committee.center else None,
        )
        for user, (committee, _position) in zip(users, seats, strict=True)
    )
    Appointment.objects.bulk_create(
        Appointment(
            person=user,
            committee=committee,
            position=position,
            starts_on=first,
            order_number=ORDER_NUMBER,
            order_date=first,
        )
        for user, (committee, position) in zip(users, seats, strict=True)
    )


def office_of(center: Center) -> Office:
    """The two people of a center through whom its year was run."""
    seats = Appointment.objects.filter(committee__center=center).select_related("person").order_by("pk")
    people = {appointment.position: appointment.person for appointment in seats}
    return Office(people[Position.CENTER_MANAGER], people[Position.SCHOOL_DIRECTOR])
