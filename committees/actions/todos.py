"""Finish, drop and reopen the tasks that meetings and visits give to people."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from committees.lifecycles import ACTION
from committees.models import ActionItem
from committees.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit


def move(action: ActionItem, name: str, *, outcome: str, by: User, at: datetime) -> ActionItem:
    """Finish, drop or reopen a task; only its owner finishes it, and says how it went."""
    with transaction.atomic():
        action = ActionItem.objects.select_for_update(of=("self",)).get(pk=action.pk)
        if action.owner_id != by.pk:
            raise Refusal(_("Only the owner of a task can say that it is done."))
        if name != "reopen" and not outcome.strip():
            raise Refusal(_("Say how it went in a few words."))
        ACTION.apply(action, name)
        action.outcome = outcome.strip()
        action.finished_at = None if name == "reopen" else at
        action.save(update_fields=["status", "outcome", "finished_at"])
        audit.record(f"action.{name}", action, by=by, at=at)
    return action
