"""What a school head has to do with training: teachers she nominates, and one who asks for her approval."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from centers.models import Center
from hcec.accounts.models import User
from training.actions import enrolments, nominations, rounds
from training.lifecycles import RoundStatus
from training.models import HeadApproval, Round
from training.queries import nominations as reads

NOTE = "เป็นครูแกนนำของกลุ่มสาระ จะได้นำไปขยายผลในโรงเรียน"


def nominate(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """The director of the host school puts the demo's teacher and a colleague forward for the next round that is open; in
    the last one, which asks heads, another colleague waits for her answer."""
    school, director = center.host_school, cast["director"]
    # Enrolling goes by the database's clock, which may stand a little before `now`.
    open_now = Round.objects.filter(
        center=center,
        status=RoundStatus.OPEN,
        opens_at__lte=now - timedelta(hours=1),
        closes_at__gt=now,
        cancel_until__gt=now,
    )
    found = list(open_now.select_related("course", "center__province").order_by("starts_at", "pk"))
    if not found or school is None:
        return
    key = uuid5(NAMESPACE_URL, f"{center.code} nominations")
    free = [p for p in reads.teachers_of(school, director) if p.pk not in reads.hindered(found[0], [p], now)]
    first = sorted(free, key=lambda person: person.pk != cast["teacher"].pk)[:2]
    if first:
        nominations.nominate(found[0], first, school=school, key=key, note=NOTE, by=director, at=now)
    last = rounds.edit(found[-1], {"head_approval": HeadApproval.PASS_UP}, by=cast["manager"], at=now)
    asks = [p for p in reads.teachers_of(school, director) if p.pk not in reads.hindered(last, [p], now)]
    if asks:
        enrolments.enrol(last, person=asks[-1], key=key, at=now)
