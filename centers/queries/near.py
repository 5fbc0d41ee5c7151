"""Where a person is, and how far centers are from her: for everything that is offered somewhere."""

from django.db.models import F, Func, IntegerField, JSONField, QuerySet, Value

from centers.models import Province, Workplace
from centers.queries.land import ways_km
from hcec.accounts.models import User


class Way(Func):
    """What a table of kilometres says of a province by its id on the map; null where it says nothing."""

    template = "(%(expressions)s)::integer"
    arg_joiner = "::jsonb ->> "
    output_field = IntegerField()


def home_province(person: User) -> Province | None:
    """The province a person works in, if she said: her own word, else that of her school."""
    if not person.is_authenticated:
        return None
    rows = Workplace.objects.filter(person=person).select_related("province", "school__province")
    workplace = rows.first()
    if workplace is None:
        return None
    return workplace.province or (workplace.school.province if workplace.school else None)


def nearest_first(rows: QuerySet, province: Province | None) -> QuerySet:
    """Rows of a center with `distance`, the km from the middle of a province to that of the center's, to 10 km.

    0 in the province itself; null where either is not on the map, which sorts last; 0 everywhere without a province.
    """
    if province is None:
        return rows.annotate(distance=Value(0))
    ways = ways_km(province.map_id) | {province.map_id: 0}
    return rows.annotate(distance=Way(Value(ways, JSONField()), F("center__province__map_id")))
