"""Whose names stand under the papers of a batch, read from the appointments of the day (guideline C.1)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from hcec.accounts.models import User
from hcec.core.access import Permission
from verification.models import SecondSignatory, TemplateVersion
from verification.queries import seats
from verification.refusals import no_seat, no_second_seat
from verification.sources import Award, Signatory
from verification.words import Signature, Words


class Signatures:
    """Who signs each certificate of a batch: the center's director of the day or who acts for her; where the seat is
    empty or the director is the holder, the issuer in the seat that issues. Beside them whom the template names."""

    def __init__(self, awards: Sequence[Award], version: TemplateVersion, *, by: User, at: datetime) -> None:
        self.by, self.on = by, timezone.localdate(at)
        centers = {award.center for award in awards}
        self.directors = seats.directors((center.pk for center in centers), self.on)
        self.known: dict[tuple[int, bool], Signatory] = {}
        self.seconds: dict[int, Signature] | None = None
        if version.second_signatory == SecondSignatory.PROVINCE:
            self.seconds = seats.area_directors({center.province_id for center in centers}, self.on)

    def words(self, award: Award) -> Words:
        """The words of the paper. Refuses where nobody can sign, or not everybody whom the template names."""
        return award.words(self.of(award), self.on, self.second(award))

    def of(self, award: Award) -> Signatory:
        director = self.directors.get(award.center.pk)
        by_director = director is not None and director.person_id != award.holder.pk
        key = (award.center.pk, by_director)
        if key not in self.known:
            seat = director if by_director else seats.acting_seat(
                self.by, Permission.CERTIFICATE_ISSUE, self.on, award.center
            )  # fmt: skip
            if seat is None:
                raise no_seat(award.center)
            self.known[key] = seats.in_seat(seat)
        return self.known[key]

    def second(self, award: Award) -> Signature | None:
        if self.seconds is None:
            return None
        if award.center.province_id not in self.seconds:
            raise no_second_seat(award.center)
        return self.seconds[award.center.province_id]
