"""The seats that the guideline plans for each committee and who may sit in them (appendices P.0 and C.0)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.models import Level, Position, PostKind


@dataclass(frozen=True)
class Seat:
    """One kind of seat: `many` may be held by several, `needed` must not stay vacant.

    A seat that `follows` a kind of post is ex officio: whoever holds the post sits, by the order of the post.
    """

    position: str
    clause: str
    who: str | Promise
    many: bool = False
    needed: bool = True
    follows: PostKind | None = None

    @property
    def ex_officio(self) -> bool:
        return self.follows is not None


SEATS: dict[str, tuple[Seat, ...]] = {
    Level.MINISTRY: (Seat(Position.MINISTRY_MEMBER, "6.1.1", _("People named by the minister"), many=True),),
    Level.OBEC: (
        Seat(
            Position.OBEC_MEMBER,
            "6.2.1",
            _("People named by the secretary-general"),
            many=True,
            needed=False,
        ),
        Seat(
            Position.OBEC_OFFICER,
            "6.2.1",
            _("Officers of OBEC who keep the centers"),
            many=True,
        ),
    ),
    Level.PROVINCE: (
        Seat(
            Position.AREA_DIRECTOR,
            "P.0",
            _("Director of the secondary area that hosts the center"),
            many=True,
            follows=PostKind.AREA_DIRECTOR,
        ),
        Seat(
            Position.PRIMARY_DIRECTOR,
            "P.0",
            _("Directors of the primary areas served"),
            many=True,
            needed=False,
            follows=PostKind.AREA_DIRECTOR,
        ),
        Seat(
            Position.AREA_DEPUTY,
            "P.0",
            _("Deputy directors of these areas"),
            many=True,
            needed=False,
            follows=PostKind.AREA_DEPUTY,
        ),
        Seat(
            Position.DEVELOPMENT_HEAD,
            "P.0",
            _("Heads of the teacher-development groups"),
            many=True,
            follows=PostKind.DEVELOPMENT_HEAD,
        ),
        Seat(
            Position.SUPERVISOR,
            "P.0",
            _("Supervisors of these areas"),
            many=True,
            follows=PostKind.AREA_SUPERVISOR,
        ),
        Seat(
            Position.PERSONNEL_OFFICER,
            "P.0",
            _("Personnel officers of these areas"),
            many=True,
            needed=False,
            follows=PostKind.PERSONNEL_OFFICER,
        ),
        Seat(
            Position.AREA_ICT,
            "P.0",
            _("ICT officers of these areas"),
            many=True,
            needed=False,
            follows=PostKind.AREA_ICT,
        ),
        Seat(
            Position.PROVINCE_SECRETARY,
            "C.1",
            _("Director of the host school"),
            needed=False,
            follows=PostKind.SCHOOL_DIRECTOR,
        ),
        Seat(
            Position.PROVINCE_OTHER,
            "P.0",
            _("Others as the committee sees fit"),
            many=True,
            needed=False,
        ),
    ),
    Level.CENTER: (
        Seat(
            Position.SCHOOL_DIRECTOR,
            "C.0",
            _("Director of the host school"),
            follows=PostKind.SCHOOL_DIRECTOR,
        ),
        Seat(
            Position.DEPUTY_DIRECTOR,
            "C.0",
            _("Deputy director for academic work"),
            follows=PostKind.SCHOOL_DEPUTY,
        ),
        Seat(
            Position.CENTER_SUPERVISOR,
            "C.0",
            _("Supervisor in charge of the center"),
            needed=False,
            follows=PostKind.SCHOOL_SUPERVISOR,
        ),
        Seat(Position.CENTER_MANAGER, "C.0", _("A teacher who manages the center")),
        Seat(Position.ICT_OFFICER, "C.0", _("ICT officer of the host school"), many=True),
        Seat(Position.CLERK, "C.0", _("Clerk of the center"), many=True),
        Seat(
            Position.CENTER_OTHER,
            "C.0",
            _("Others as the committee sees fit"),
            many=True,
            needed=False,
        ),
    ),
}


def seat_of(level: str, position: str) -> Seat:
    """The planned seat of this position; KeyError where the level has none."""
    return {seat.position: seat for seat in SEATS[level]}[position]
