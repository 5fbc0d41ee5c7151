"""Reads of people's profiles and of the schools they choose from."""

from django.db.models import Q, QuerySet

from centers.models import School, Workplace
from hcec.accounts.models import User
from hcec.core.thai import normalise

SHOWN = 20


def workplace_of(person: User) -> Workplace | None:
    """Where the person works or studies, with its names at hand; None where she never said."""
    return Workplace.objects.select_related("affiliation", "province", "school").filter(person=person).first()


def profile_complete(person: User) -> bool:
    """Whether enough is known to book: a name, and for all but the public an affiliation and a province."""
    if not person.has_name:
        return False
    if person.kind == User.Kind.PUBLIC:
        return True
    return Workplace.objects.filter(person=person, affiliation__isnull=False, province__isnull=False).exists()


def schools(words: str, province: int | None = None) -> QuerySet[School]:
    """Schools whose name holds every word, those of the province first; the first 20."""
    found = School.objects.select_related("province")
    for word in normalise(words).split():
        found = found.filter(Q(name_th__icontains=word) | Q(name_en__icontains=word))
    if province:
        found = found.filter(province=province)
    return found.order_by("name_sort", "name_th", "pk")[:SHOWN]
