"""Committees, appointments, and people who hold a seat."""

from datetime import timedelta

import factory
from django.utils import timezone

from centers.models import Center, Province, School, ServiceArea
from committees.models import Appointment, Committee, Level, Position, Post, PostKind, Tenure
from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory, give_second_factor
from tests.factories.centers import CenterFactory, SchoolFactory


class CommitteeFactory(factory.django.DjangoModelFactory):
    """A center's committee unless told otherwise; each place has one."""

    class Meta:
        model = Committee
        django_get_or_create = ("level", "province", "center")

    level = Level.CENTER
    province = None
    center = factory.Maybe(
        factory.LazyAttribute(lambda o: o.level == Level.CENTER),
        yes_declaration=factory.SubFactory(CenterFactory),
    )


class AppointmentFactory(factory.django.DjangoModelFactory):
    """A clerk since last month, without an end."""

    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    committee = factory.SubFactory(CommitteeFactory)
    position = Position.CLERK
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    order_number = factory.Sequence(lambda n: f"{n + 1}/2569")
    order_date = factory.LazyAttribute(lambda o: o.starts_on)


class PostFactory(factory.django.DjangoModelFactory):
    """The director of a school unless told otherwise."""

    class Meta:
        model = Post

    kind = PostKind.SCHOOL_DIRECTOR
    school = factory.SubFactory(SchoolFactory)
    area = None


def holds(
    place: School | ServiceArea, kind: str = PostKind.SCHOOL_DIRECTOR, *, person: User | None = None
) -> User:
    """Somebody who has held this post of a school or an area for a month; no seat follows."""
    at_school = isinstance(place, School)
    where = {"school": place, "area": None} if at_school else {"school": None, "area": place}
    post = Post.objects.get_or_create(kind=kind, number="", **where)[0]
    since = timezone.localdate() - timedelta(days=30)
    person = person or PersonFactory()
    Tenure.objects.create(post=post, person=person, starts_on=since, order_number="9/2569", order_date=since)
    return person


def committee_of(position: str, center: Center | None = None, province: Province | None = None) -> Committee:
    """The committee in which the position sits: a place given wins, else the nation's, else a new center's."""
    if center:
        return CommitteeFactory(level=Level.CENTER, center=center)
    if province:
        return CommitteeFactory(level=Level.PROVINCE, province=province, center=None)
    if position == Position.MINISTRY_MEMBER:
        return CommitteeFactory(level=Level.MINISTRY, center=None)
    if position in (Position.OBEC_MEMBER, Position.OBEC_OFFICER):
        return CommitteeFactory(level=Level.OBEC, center=None)
    return CommitteeFactory()


def person_with(
    position: str,
    *,
    center: Center | None = None,
    province: Province | None = None,
    second_factor: bool = True,
    person: User | None = None,
) -> User:
    """A person who holds the position now, with a TOTP second factor unless told otherwise."""
    person = person or PersonFactory()
    AppointmentFactory(person=person, committee=committee_of(position, center, province), position=position)
    if second_factor and not person.authenticator_set.exists():
        give_second_factor(person)
    return person
