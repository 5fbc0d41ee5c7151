"""The lines of a template: fixed words with named places, such as “[จำนวน {hours} ชั่วโมง ]{when}”.

What stands in square brackets is left out where a place in it is empty, so one line serves papers with and without it.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Only what many share: a line with the holder's own name would be set anew for everybody.
PLACES: Mapping[str, object] = MappingProxyType(
    {
        "hours": gettext_lazy("number of hours"),
        "when": gettext_lazy("the day or days"),
        "until": gettext_lazy("last day of validity"),
        "given": gettext_lazy("day of issue, written out"),
        "center": gettext_lazy("name of the center"),
        "subject": gettext_lazy("course, test or reason"),
        "skill": gettext_lazy("skill area"),
        "role": gettext_lazy("role of the person, of recognitions and attestations"),
    }
)
_PLACE = re.compile(r"\{([^{}]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def fill(line: str, places: Mapping[str, str]) -> str:
    """The line with its places filled; a name that is no place stays as it is typed."""
    whole = _OPTIONAL.sub(lambda part: _kept(part[1], places), line)
    return _PLACE.sub(lambda place: places.get(place[1], place[0]), whole)


def _kept(part: str, places: Mapping[str, str]) -> str:
    return part if all(places.get(name, "x") for name in _PLACE.findall(part)) else ""


def faults(line: str) -> Iterator[str]:
    """What is wrong with a line, as sentences; nothing for a good one."""
    for name in _PLACE.findall(line):
        if name not in PLACES:
            yield _("There is no place called {%(name)s}.") % {"name": name}
    bare = _PLACE.sub("", line)
    if "{" in bare or "}" in bare:
        yield _("A brace is opened and not closed, or closed and not opened.")
    bare = _OPTIONAL.sub("", bare)
    if "[" in bare or "]" in bare:
        yield _("A square bracket is opened and not closed, or stands inside another.")
