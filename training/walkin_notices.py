"""What somebody is told who was let in at the door (F7)."""

from django.utils.translation import gettext as _

from training.models import Enrolment
from training.notices import about, in_the_house_language, path_of, tell


@in_the_house_language
def let_in(enrolment: Enrolment) -> None:
    """She has a place, and her attendance counts from when she came."""
    words = about(enrolment.round) | {"seat": enrolment.seat_no}
    tell(
        enrolment.person,
        subject=_("Your place in the training: %(round)s") % words,
        body=_(
            "You were let in at the door at %(center)s, %(when)s, and have seat %(seat)s. Your minutes count from"
            " when you came; you see them on the page of your place."
        )
        % words,
        path=path_of(enrolment),
        key=f"walk-in-{enrolment.pk}",
        urgent=False,
    )
