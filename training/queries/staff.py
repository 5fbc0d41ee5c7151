"""Who plans the rounds of a center: the people to tell when something about its trainers changes."""

from datetime import date

from committees.duties import DUTIES
from committees.models import Appointment, Level
from hcec.accounts.models import User
from hcec.core.access import Permission


def planners(center: int, on: date) -> list[User]:
    """The holders, on that day, of the seats of a center (primary key) that plan its rounds."""
    seats = [
        position
        for (level, position), held in DUTIES.items()
        if level == Level.CENTER and any(duty.permission == Permission.ROUND_MANAGE for duty in held)
    ]
    rows = Appointment.objects.current(on).filter(committee__center=center, position__in=seats)
    return list(dict.fromkeys(row.person for row in rows.select_related("person").order_by("pk")))
