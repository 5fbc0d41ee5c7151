"""Keep the signed sheet of a meeting as evidence of its attendance."""

import hashlib
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training.actions import seats
from training.lifecycles import RoundStatus
from training.models import Meeting, SignedSheet
from training.refusals import Refusal


def keep(meeting: Meeting, scan: UploadedFile, *, by: User, at: datetime) -> SignedSheet:
    """Keep a photograph or scan (checked by the form). The same file twice is one. Also after completions were decided,
    since evidence may come late; refuses before the meeting starts and in a round that was called off."""
    if at < meeting.starts_at:
        raise Refusal(_("This meeting starts %(when)s.") % {"when": thai_datetime(meeting.starts_at)})
    digest = hashlib.sha256(scan.read()).hexdigest()
    scan.seek(0)
    with transaction.atomic():
        if seats.locked(meeting.round).status == RoundStatus.CALLED_OFF:
            raise Refusal(_("This round was called off: nobody signed a sheet."))
        if known := SignedSheet.objects.filter(meeting=meeting, sha256=digest).first():
            return known
        sheet = SignedSheet.objects.create(meeting=meeting, scan=scan, sha256=digest, by=by, at=at)
        audit.record("signed_sheet.kept", meeting, by=by, at=at, sha256=digest)
    return sheet
