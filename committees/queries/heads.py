"""Who heads a school, and who stands in: the holders of its posts of the day.

The director; beside her the deputy, who acts for her by law whenever she is away (Ministry of Education Administrative
Organisation Act B.E. 2546, section 54). Somebody whom the service area appoints to act holds the director's post until a
stated day. Above both stands the director of the school's service area.
"""

from datetime import date

from django.db.models import QuerySet

from centers.models import School
from committees.models import PostKind, Tenure
from hcec.accounts.models import User

HEADS = (PostKind.SCHOOL_DIRECTOR, PostKind.SCHOOL_DEPUTY)


def held(person: User, on: date, *kinds: str) -> QuerySet[Tenure]:
    """The tenures of these posts that somebody has on a day."""
    return Tenure.objects.current(on).filter(person=person, post__kind__in=kinds)


def schools_of(person: User, on: date) -> QuerySet[School]:
    """The schools that somebody heads or stands in at, on a day."""
    rows = School.objects.filter(pk__in=held(person, on, *HEADS).values("post__school"))
    return rows.select_related("province").order_by("name_sort", "pk")


def heads_of(school: School, on: date) -> list[User]:
    """The director, then the deputies; none where nobody is on record, and only open accounts."""
    tenures = Tenure.objects.current(on).filter(post__school=school, post__kind__in=HEADS)
    found = (
        tenures.filter(person__is_active=True).select_related("person", "post").order_by("post__number", "pk")
    )
    return [t.person for t in sorted(found, key=lambda tenure: tenure.post.kind != PostKind.SCHOOL_DIRECTOR)]


def directs(person: User, school: School, on: date) -> bool:
    """Whether somebody is the director of the school herself."""
    return held(person, on, PostKind.SCHOOL_DIRECTOR).filter(post__school=school).exists()


def area_heads_of(school: School, on: date) -> list[User]:
    """The director of the service area that the school belongs to; none where that is not on record."""
    if not school.area_id:
        return []
    tenures = Tenure.objects.current(on).filter(post__area=school.area_id, post__kind=PostKind.AREA_DIRECTOR)
    return [t.person for t in tenures.filter(person__is_active=True).select_related("person").order_by("pk")]
