"""Where a person is, and which centers are near her: for everything that is offered somewhere."""

from django.db.models import Case, QuerySet, Value, When

from centers.models import Province, Workplace
from hcec.accounts.models import User


def home_province(person: User) -> Province | None:
    """The province a person works in, if she said."""
    if not person.is_authenticated:
        return None
    workplace = Workplace.objects.filter(person=person).select_related("province").first()
    return workplace.province if workplace else None


def nearest_first(rows: QuerySet, province: Province | None) -> QuerySet:
    """Rows of a center with `distance`: 0 in the province, 1 in its region, 2 elsewhere (0 everywhere without one)."""
    if province is None:
        return rows.annotate(distance=Value(0))
    return rows.annotate(
        distance=Case(
            When(center__province=province, then=Value(0)),
            When(center__province__region_th=province.region_th, then=Value(1)),
            default=Value(2),
        )
    )
