"""What happens to results after their release, by the real actions."""

from django.utils import timezone

from hcec.accounts.models import User
from testing.actions import appeals, corrections
from testing.marks import MarkScheme, written
from testing.models import Appeal, Correction, Result
from tests.factories.accounts import PersonFactory


def marks_of(result: Result, **changed: str) -> dict[str, str]:
    """The marks of a result as texts, with some of them changed."""
    booking = result.booking
    booking.result = result
    return written(booking, MarkScheme.of(booking.session.exam)) | changed


def a_correction(result: Result, *, by: User | None = None, overall: str = "C1") -> Correction:
    """A proposed correction of the overall level."""
    return corrections.propose(
        result, marks=marks_of(result, overall=overall), reason="คีย์ระดับผิด", evidence="กระดาษคำตอบแฟ้ม 3",
        by=by or PersonFactory(), at=timezone.now(),
    )  # fmt: skip


def an_appeal(result: Result) -> Appeal:
    """The person's appeal, on the day of the release."""
    return appeals.make(
        result, words="ส่วนการฟังน่าจะได้มากกว่านี้", by=result.booking.person, at=result.released_at
    )
