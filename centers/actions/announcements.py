"""Announce a center's life: establish, open, move, suspend, close (guideline 6.2.1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from centers.lifecycles import CENTER
from centers.models import Announcement, Center
from centers.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit, outbox

MOVES = {"open": "open", "suspend": "suspend", "close": "close"}


def announce(center: Center, fields: Mapping[str, Any], *, by: User, at: datetime) -> Announcement:
    """Enter an announcement and let the center follow it, both or neither.

    Refuses a move without a host school, a state the center cannot reach from where it stands, and an
    announcement that was entered before.
    """
    kind = fields["kind"]
    if kind == Announcement.Kind.MOVE and not fields.get("host_school"):
        raise Refusal(_("Say which school hosts the center from now on."))
    with transaction.atomic():
        center = Center.objects.select_for_update(of=("self",)).get(pk=center.pk)
        announcement = Announcement(center=center, by=by, at=at, **fields)
        announcement.full_clean(exclude=["by"])
        announcement.save(force_insert=True)
        if kind in MOVES:
            CENTER.apply(center, MOVES[kind])
        if fields.get("host_school"):
            # The announcement is the proof of the host: from now on public pages may name it.
            center.host_school, center.host_verified = fields["host_school"], True
        center.save(update_fields=["status", "host_school", "host_verified"])
        audit.record(f"center.{kind}", center, by=by, at=at, number=announcement.number)
        # The seats of its committee follow the posts of its host; committees, above this app, does it.
        if "center.changed" in outbox.HANDLERS:
            outbox.enqueue("center.changed", f"announcement:{announcement.pk}", center=center.pk)
    return announcement
