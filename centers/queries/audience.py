"""What a person is of the audience of (guideline 7.2 to 7.4)."""

from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from centers.models import Workplace
from hcec.accounts.models import User

Row = TypeVar("Row", bound=Model)


def open_to(rows: QuerySet[Row], person: User) -> QuerySet[Row]:
    """Those rows of something `ForAudience` whose audience the person is of."""
    field: Any = rows.model._meta.get_field("audience_affiliations")
    wanted = field.remote_field.through.objects.filter(**{field.m2m_field_name(): OuterRef("pk")})
    own = Workplace.objects.filter(person=person).values("affiliation")
    kinds = Q(audience_kinds=[]) | Q(audience_kinds__contains=[person.kind])
    return rows.filter(kinds).filter(~Exists(wanted) | Exists(wanted.filter(affiliation__in=own)))
