"""What a center says about itself, and OBEC's word that its host school is confirmed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Center
from centers.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit

DESCRIPTION = (
    "name_en",
    "address",
    "phone",
    "email",
    "opening_hours",
    "latitude",
    "longitude",
    "former_eric",
)


def describe(center: Center, *, by: User, at: datetime, **words: Any) -> Center:
    """Keep the contact data of a center (guideline 1.a). Its name, host and status are not the center's to change."""
    if unknown := set(words) - set(DESCRIPTION):
        raise TypeError(f"not part of a center's description: {unknown}")
    with transaction.atomic():
        locked = Center.objects.select_for_update(of=("self",)).get(pk=center.pk)
        changed = sorted(name for name, value in words.items() if getattr(locked, name) != value)
        for name in changed:
            setattr(locked, name, words[name])
        if changed:
            locked.save(update_fields=changed)
            audit.record("center.describe", locked, by=by, at=at, fields=changed)
    return locked


def confirm_host(center: Center, *, by: User, at: datetime) -> Center:
    """OBEC confirms the host school; from now on public pages name it. Refuses a center without a host school."""
    if center.host_school is None:
        raise Refusal(_("The center has no host school yet: upload the list of centers with its name first."))
    with transaction.atomic():
        locked = Center.objects.select_for_update(of=("self",)).get(pk=center.pk)
        if not locked.host_verified:
            locked.host_verified = True
            locked.save(update_fields=["host_verified"])
            audit.record("center.confirm_host", locked, by=by, at=at, school=center.host_school.name_th)
    return locked
