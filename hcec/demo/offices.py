"""Who holds the posts of the demo's schools and service areas; their seats on the committees follow."""

from collections.abc import Iterable
from datetime import date

from committees.models import Appointment, Committee, Post, Tenure
from committees.queries import posts as reads
from hcec.accounts.models import User
from hcec.demo.accounts import ORDER_NUMBER, starts_on


def vacant_post(committee: Committee, position: str) -> Post | None:
    """The first post nobody holds that this seat follows; those of secondary areas, which host centers, first."""
    behind = [line.post_id for line in reads.posts_behind(committee) if line.position == position]
    free = Post.objects.filter(pk__in=behind, tenures=None).select_related("school", "area")
    return free.order_by("-area__level", "pk").first()


def hold(holders: Iterable[tuple[Post, User]], today: date) -> None:
    """Let each person hold her post since the demo began, and sit in every seat that follows it; nobody is told."""
    first = starts_on(today)
    order = {"starts_on": first, "order_number": ORDER_NUMBER, "order_date": first}
    tenures = Tenure.objects.bulk_create(
        Tenure(post=post, person=person, **order) for post, person in holders
    )
    people = {tenure.pk: tenure.person_id for tenure in tenures}
    Appointment.objects.bulk_create(
        Appointment(
            person_id=people[tenure], committee_id=committee, position=position, tenure_id=tenure, **order
        )
        for tenure, committee, position in sorted(reads.wanted(first))
        if tenure in people
    )
