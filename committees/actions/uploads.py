"""Take over a list of centers together with the committees that new centers need."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from centers.actions import uploads
from centers.models import Upload
from centers.queries.uploads import Plan
from committees.actions import posts, reference
from hcec.accounts.models import User


def apply(upload: Upload, *, by: User, at: datetime) -> Plan:
    """Apply the list; refuses as `centers.actions.uploads.apply` does, and then writes nothing."""
    with transaction.atomic():
        plan = uploads.apply(upload, by=by, at=at)
        reference.load()
        posts.keep_up(since=timezone.localdate(at), by=by, at=at)
    return plan
