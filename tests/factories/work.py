"""What committees do: directives, meetings, visits and problems, in the states that tests begin from."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.utils import timezone

from committees.models import (
    AgendaItem,
    Committee,
    Directive,
    Level,
    Position,
    RatingForm,
    RatingItem,
    Sitting,
    Visit,
)
from hcec.core.thai import fiscal_year
from tests.factories.accounts import PersonFactory
from tests.factories.committees import CommitteeFactory, person_with


class DirectiveFactory(factory.django.DjangoModelFactory):
    """OBEC's draft to provinces and centers."""

    class Meta:
        model = Directive

    issuer = factory.SubFactory(CommitteeFactory, level=Level.OBEC, center=None)
    number = factory.Sequence(lambda n: f"ศธ 04001/ว {n}")
    subject = "แนวทางการเปิดสอบ"
    body = "ขอให้ศูนย์เปิดสอบอย่างน้อยภาคเรียนละหนึ่งครั้ง"
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=14))
    drafted_by = factory.SubFactory(PersonFactory)


class SittingFactory(factory.django.DjangoModelFactory):
    """A planned meeting with one point on its agenda, quorum 2."""

    class Meta:
        model = Sitting
        skip_postgeneration_save = True

    committee = factory.SubFactory(CommitteeFactory)
    starts_at = factory.LazyFunction(timezone.now)
    fiscal_year = factory.LazyAttribute(lambda o: fiscal_year(timezone.localdate(o.starts_at)))
    number = factory.Sequence(lambda n: n + 1)
    place = "ห้องประชุม 1"
    quorum = 2

    @factory.post_generation
    def item(self, create, extracted, **kwargs):
        if create:
            AgendaItem.objects.create(sitting=self, position=1, title="เรื่องแจ้งเพื่อทราบ")


class RatingFormFactory(factory.django.DjangoModelFactory):
    """Two statements, the second weighing double."""

    class Meta:
        model = RatingForm
        skip_postgeneration_save = True

    code = "hcec"
    version = factory.Sequence(lambda n: n + 1)
    title_th = "แบบนิเทศศูนย์ HCEC"
    in_use_from = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))

    @factory.post_generation
    def items(self, create, extracted, **kwargs):
        if create:
            for position, weight in ((1, Decimal(1)), (2, Decimal(2))):
                RatingItem.objects.create(
                    form=self,
                    position=position,
                    section_th="มาตรฐาน",
                    text_th=f"ข้อ {position}",
                    weight=weight,
                )


class VisitFactory(factory.django.DjangoModelFactory):
    """A visit planned for today by a supervisor of the center's province."""

    class Meta:
        model = Visit

    center = factory.LazyAttribute(lambda o: CommitteeFactory().center)
    committee = factory.LazyAttribute(
        lambda o: CommitteeFactory(level=Level.PROVINCE, province=o.center.province, center=None)
    )
    supervisor = factory.LazyAttribute(lambda o: person_with(Position.SUPERVISOR, province=o.center.province))
    form = factory.SubFactory(RatingFormFactory)
    planned_on = factory.LazyFunction(timezone.localdate)


def chain() -> tuple[Committee, Committee, Committee]:
    """OBEC, a province and one of its centers, each with its committee."""
    center = CommitteeFactory()
    province = CommitteeFactory(level=Level.PROVINCE, province=center.center.province, center=None)
    return CommitteeFactory(level=Level.OBEC, center=None), province, center
