"""A person whom staff found by her number or address, as the next form carries her: signed, for one purpose, for half an hour.

Nobody reaches people by counting up keys, and neither number nor address travels on.
"""

from datetime import timedelta

from django.core import signing
from django.core.cache import cache
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.accounts.queries.people import MOST, Sought, sought
from hcec.accounts.refusals import Refusal
from hcec.core import audit

SALT = "hcec.found"
LIVES = timedelta(minutes=30)
MOST_LOOKS, WINDOW = 120, 3600  # one officer in an hour: a busy desk, and no leafing through numbers


def look(typed: str, about: object, *, by: User) -> tuple[Sought, list[User]]:
    """The people whose number or address this is. The search is on record, what was typed is not.

    `about` is the row for which somebody is looked for. Refuses what cannot be understood, and too many searches.
    """
    refuse_leafing(by)
    asked = sought(typed)
    people = list(asked.people.select_related("workplace__school", "workplace__affiliation")[:MOST])
    audit.record("look_up", about, by=by, sought=asked.kind, found=len(people))  # type: ignore[arg-type]
    return asked, people


def refuse_leafing(by: User) -> None:
    """Count one search of this person, and refuse when they are very many."""
    key = f"found:{by.pk}"
    cache.add(key, 0, WINDOW)
    if cache.incr(key) > MOST_LOOKS:
        raise Refusal(_("You have looked for very many people. Wait an hour, or ask a colleague."))


def carried(person: User, purpose: str, by: User) -> str:
    """The person as a hidden field."""
    return signing.dumps({"person": person.pk, "for": purpose, "by": by.pk}, salt=SALT)


def opened(text: str, purpose: str, by: User, lives: timedelta = LIVES) -> User:
    """The person again. Refuses what is not ours, for something else, somebody else's or too old."""
    try:
        said = signing.loads(text, salt=SALT, max_age=lives)
    except signing.BadSignature as wrong:
        raise Refusal(_("The search is too long ago. Look for her again.")) from wrong
    if (said["for"], said["by"]) != (purpose, by.pk):
        raise Refusal(_("The search is too long ago. Look for her again."))
    return User.objects.get(pk=said["person"])


def shown(person: User) -> dict[str, object]:
    """What a page tells of somebody who was found: her name, and where she works."""
    return {"person": person, "place": str(getattr(person, "workplace", ""))}
