"""Reads of posts: which seats follow them, who holds them, and which seats lag behind."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from committees.models import Appointment, Committee, Position, Post, Tenure
from committees.seat_posts import FOLLOWED


@dataclass(frozen=True, order=True)
class Followed:
    """A seat of a committee that follows a post."""

    post_id: int
    committee_id: int
    position: str


@dataclass(frozen=True)
class PostSeat:
    """A seat that follows a post, for a page; `appointment` is the holder's, where she sits by now."""

    committee: Committee
    position: str
    appointment: Appointment | None

    @property
    def label(self) -> str:
        return str(Position(self.position).label)


def rows(sql: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def followed() -> list[Followed]:
    """Every seat that follows a post, in the order of the posts."""
    return sorted(Followed(*row) for row in rows(FOLLOWED, []))


def seats_of(post: Post) -> list[Followed]:
    """The seats that follow this post."""
    found = rows(f"SELECT * FROM ({FOLLOWED}) f WHERE post_id = %s", [post.pk])
    return sorted(Followed(*row) for row in found)


def posts_behind(committee: Committee) -> list[Followed]:
    """The posts that the seats of this committee follow."""
    found = rows(f"SELECT * FROM ({FOLLOWED}) f WHERE committee_id = %s", [committee.pk])
    return sorted(Followed(*row) for row in found)


def wanted(since: date, post: Post | None = None) -> set[tuple[int, int, str]]:
    """(tenure, committee, position) of every seat that a tenure not over by then should fill; of one post or of all."""
    return set(
        rows(
            f"SELECT t.id, f.committee_id, f.position FROM ({FOLLOWED}) f"
            " JOIN committees_tenure t ON t.post_id = f.post_id AND (t.ends_on IS NULL OR t.ends_on >= %s)"
            " WHERE %s::bigint IS NULL OR f.post_id = %s",
            [since, post and post.pk, post and post.pk],
        )
    )


def filled(since: date, post: Post | None = None) -> dict[tuple[int, int, str], Appointment]:
    """The same seats as they are filled: appointments with a tenure that are not over by then."""
    found = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=since), tenure__isnull=False)
    if post:
        found = found.filter(tenure__post=post)
    ordered = found.select_related("committee__province", "committee__center", "person").order_by("pk")
    return {(a.tenure_id, a.committee_id, a.position): a for a in ordered if a.tenure_id}


def with_holders(posts: QuerySet[Post], on: date) -> QuerySet[Post]:
    """Posts with `now`, a list of the one tenure of the date or empty, and `held`."""
    current = Tenure.objects.current(on).select_related("person").order_by("pk")
    return (
        posts.select_related("school", "area")
        .annotate(held=Exists(Tenure.objects.current(on).filter(post=OuterRef("pk"))))
        .prefetch_related(Prefetch("tenures", queryset=current, to_attr="now"))
    )


def posts_of_committee(committee: Committee, on: date) -> dict[str, list[Post]]:
    """The posts behind each ex-officio seat of a committee, with their holders of the date."""
    behind = posts_behind(committee)
    posts = with_holders(Post.objects.filter(pk__in={f.post_id for f in behind}), on)
    by_pk = {post.pk: post for post in posts.order_by("pk")}
    found: dict[str, list[Post]] = {}
    for line in behind:
        found.setdefault(line.position, []).append(by_pk[line.post_id])
    return found


def seats_for_page(post: Post, on: date) -> list[PostSeat]:
    """The seats that follow a post, each with the appointment that came of the tenure of the date."""
    lines = seats_of(post)
    committees = Committee.objects.select_related("province", "center").in_bulk(
        {f.committee_id for f in lines}
    )
    sitting = (
        Appointment.objects.current(on).filter(tenure__post=post).select_related("person").order_by("pk")
    )
    by_seat = {(a.committee_id, a.position): a for a in sitting}
    return [
        PostSeat(committees[f.committee_id], f.position, by_seat.get((f.committee_id, f.position)))
        for f in lines
    ]
