"""Reads of minutes: who has confirmed which line, what is asked, and what the public may read."""

from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import QuerySet
from django.urls import reverse

from centers.models import Center
from committees.lifecycles import SittingStatus
from committees.models import AgendaItem, Appointment, Publication, Reading, Sitting
from committees.queries.sittings import members
from hcec.accounts.models import User


@dataclass
class Line:
    """One line of minutes with everything that was said about it.

    It is confirmed when the approving meeting confirmed the text as it stands, or beforehand as many members as the
    quorum; a text that was changed since counts anew.
    """

    item: AgendaItem
    quorum: int
    readings: list[Reading] = field(default_factory=list)

    @cached_property
    def present(self) -> list[Reading]:
        """Confirmations of the text as it stands."""
        return [r for r in self.readings if not r.asks and r.version == self.item.version]

    @property
    def confirmed_by(self) -> list[Reading]:
        return [r for r in self.present if r.member_id]

    @property
    def confirmed(self) -> bool:
        by_meeting = any(r.confirmed_in_id for r in self.present)
        return by_meeting or len(self.confirmed_by) >= self.quorum

    @property
    def open(self) -> list[Reading]:
        """Corrections that wait for the secretary."""
        return [r for r in self.readings if r.asks and not r.settled_at]

    @property
    def settled(self) -> list[Reading]:
        return [r for r in self.readings if r.asks and r.settled_at]

    @property
    def ready(self) -> bool:
        """Nothing stands in the way of approving this line."""
        return self.confirmed and not self.open

    def said_by(self, member: Appointment) -> bool:
        """Whether this member has confirmed the text as it stands."""
        return any(r.member_id == member.pk for r in self.confirmed_by)


def lines(sitting: Sitting) -> list[Line]:
    """The lines of a meeting's minutes in the order of the agenda, by two queries."""
    items = sitting.items.prefetch_related("resolutions").order_by("position", "pk")
    found = {item.pk: Line(item, sitting.quorum) for item in items}
    rows = Reading.objects.filter(item__sitting=sitting).select_related(
        "by", "member__person", "settled_by", "confirmed_in"
    )
    for reading in rows.order_by("at", "pk"):
        found[reading.item_id].readings.append(reading)
    return list(found.values())


def unready(sitting: Sitting) -> list[Line]:
    """The lines that keep the minutes from being approved."""
    return [line for line in lines(sitting) if not line.ready]


def seat_in(sitting: Sitting, person: User) -> Appointment | None:
    """The person's seat in the committee on the day of the meeting, None where she had none."""
    return members(sitting).filter(person=person).first()


def approving(sitting: Sitting) -> Sitting | None:
    """The later meeting of the committee that is in session now and may approve these minutes."""
    later = Sitting.objects.filter(
        committee=sitting.committee_id, status=SittingStatus.OPEN, starts_at__gt=sitting.starts_at
    )
    return later.order_by("starts_at", "pk").first()


def publication(sitting: Sitting) -> Publication | None:
    """The last time that the minutes were published, withdrawn since perhaps."""
    rows = sitting.publications.select_related("published_by", "withdrawn_by")
    return rows.order_by("-published_at", "-pk").first()


def published() -> QuerySet[Publication]:
    """Minutes that anybody may read, the newest meeting first."""
    return Publication.objects.filter(withdrawn_at__isnull=True).select_related(
        "sitting__committee__province", "sitting__committee__center__province"
    )


def papers_of_center(center: Center) -> list[tuple[str, str]]:
    """The last published minutes of a center's committee, as name and address for its public page."""
    rows = published().filter(sitting__committee__center=center).order_by("-sitting__starts_at", "-pk")[:12]
    return [(str(row.sitting), reverse("minutes-public", args=[row.sitting_id])) for row in rows]
