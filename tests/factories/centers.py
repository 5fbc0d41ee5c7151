"""Places: provinces, areas, schools, centers, rooms and reservations."""

from datetime import timedelta

import factory
from django.utils import timezone

from centers.models import (
    Affiliation,
    Center,
    Province,
    Reservation,
    Room,
    RoomUse,
    RoomUseDate,
    School,
    ServiceArea,
    SkillArea,
    Workplace,
)
from centers.repeats import occurrences
from tests.factories.accounts import PersonFactory


class ProvinceFactory(factory.django.DjangoModelFactory):
    """A made-up province; beyond the real codes so that both may stand side by side."""

    class Meta:
        model = Province

    code = factory.Sequence(lambda n: f"{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}")
    name_th = factory.Sequence(lambda n: f"จังหวัดทดสอบ{n}")
    name_en = factory.Sequence(lambda n: f"Test Province {n}")
    region_th = "ภาคกลาง"
    region_en = "Central"
    iso = factory.LazyAttribute(lambda o: f"TH-{o.code}")
    abbreviation_th = "ทส"
    abbreviation_en = "TST"
    map_id = factory.LazyAttribute(lambda o: f"t{o.code.lower()}")
    sort_order = factory.Sequence(lambda n: 1000 + n % 30000)


class AffiliationFactory(factory.django.DjangoModelFactory):
    """สพฐ. unless told otherwise."""

    class Meta:
        model = Affiliation
        django_get_or_create = ("code",)

    code = "obec"
    name_th = "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน (สพฐ.)"
    name_en = "Office of the Basic Education Commission (OBEC)"


class ServiceAreaFactory(factory.django.DjangoModelFactory):
    """A secondary area that serves its one province."""

    class Meta:
        model = ServiceArea
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"T{n:04}")
    level = ServiceArea.Level.SECONDARY
    name_th = factory.Sequence(lambda n: f"สพม.ทดสอบ {n}")
    name_en = factory.Sequence(lambda n: f"Test Secondary Area {n}")
    full_name_th = factory.Sequence(lambda n: f"สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาทดสอบ {n}")

    @factory.post_generation
    def provinces(self, create, extracted, **kwargs):
        if create:
            self.provinces.set(extracted or [ProvinceFactory()])


class SchoolFactory(factory.django.DjangoModelFactory):
    """A school in a province."""

    class Meta:
        model = School

    code = factory.Sequence(lambda n: f"TS{n:06}")
    name_th = factory.Sequence(lambda n: f"โรงเรียนทดสอบวิทยา {n}")
    name_en = factory.Sequence(lambda n: f"Test School {n}")
    province = factory.SubFactory(ProvinceFactory)
    affiliation = factory.SubFactory(AffiliationFactory)


class SkillAreaFactory(factory.django.DjangoModelFactory):
    """English unless told otherwise."""

    class Meta:
        model = SkillArea
        django_get_or_create = ("code",)

    code = "english"
    name_th = "ภาษาอังกฤษ"
    name_en = "English"


class CenterFactory(factory.django.DjangoModelFactory):
    """An open center with a confirmed host, alone in its own province."""

    class Meta:
        model = Center

    code = factory.Sequence(lambda n: f"HCEC-T{n}")
    number = factory.Sequence(lambda n: n % 30000 + 1)
    name_th = factory.Sequence(lambda n: f"ศูนย์ HCEC โรงเรียนทดสอบ {n}")
    name_en = factory.Sequence(lambda n: f"HCEC Test School {n}")
    province = factory.SubFactory(ProvinceFactory)
    host_school = factory.SubFactory(SchoolFactory, province=factory.SelfAttribute("..province"))
    host_verified = True


class RoomFactory(factory.django.DjangoModelFactory):
    """A computer laboratory of 40 seats."""

    class Meta:
        model = Room

    center = factory.SubFactory(CenterFactory)
    name_th = factory.Sequence(lambda n: f"ห้องคอมพิวเตอร์ {n}")
    name_en = factory.Sequence(lambda n: f"Computer Laboratory {n}")
    kind = Room.Kind.LAB
    seats = 40
    workstations = 40


class ReservationFactory(factory.django.DjangoModelFactory):
    """Two hours of tomorrow."""

    class Meta:
        model = Reservation

    room = factory.SubFactory(RoomFactory)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=2))
    purpose = "สอบภาษาอังกฤษ"


class RoomUseFactory(factory.django.DjangoModelFactory):
    """Somebody asks for two hours of tomorrow; its dates are those of its repeat."""

    class Meta:
        model = RoomUse
        skip_postgeneration_save = True

    room = factory.SubFactory(RoomFactory)
    purpose = "ประชุมครูประจำเดือน"
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=1))
    ends_at = factory.LazyAttribute(lambda o: o.starts_at + timedelta(hours=2))
    asked_by = factory.SubFactory(PersonFactory)
    asked_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def dates(self, create, extracted, **kwargs):
        if create:
            times = occurrences(self.starts_at, self.ends_at, self.repeats, self.until)
            RoomUseDate.objects.bulk_create(
                RoomUseDate(use=self, starts_at=start, ends_at=end) for start, end in times
            )


class WorkplaceFactory(factory.django.DjangoModelFactory):
    """Where a person works: a school of OBEC."""

    class Meta:
        model = Workplace

    person = factory.SubFactory(PersonFactory)
    affiliation = factory.SubFactory(AffiliationFactory)
    school = factory.SubFactory(SchoolFactory)
    province = factory.LazyAttribute(lambda o: o.school.province)
