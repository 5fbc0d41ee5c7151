"""The catalogue: competencies, criteria, materials, and courses that a center proposes."""

from datetime import date
from uuid import uuid4

import factory
from django.utils import timezone

from centers.models import Center, Competency
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, SkillAreaFactory
from tests.factories.training import CourseFactory, CurriculumFactory
from training.actions import proposals
from training.models import Criterion, Material, Proposal


class CompetencyFactory(factory.django.DjangoModelFactory):
    """Something to be able to do."""

    class Meta:
        model = Competency

    code = factory.Sequence(lambda n: f"C-{n}")
    skill = factory.SubFactory(SkillAreaFactory)
    name_th = factory.Sequence(lambda n: f"สมรรถนะ {n}")
    name_en = factory.Sequence(lambda n: f"Competency {n}")
    since = date(2020, 10, 1)


class CriterionFactory(factory.django.DjangoModelFactory):
    """Something that a course must be."""

    class Meta:
        model = Criterion

    code = factory.Sequence(lambda n: f"K-{n}")
    text_th = factory.Sequence(lambda n: f"เกณฑ์ {n}")
    text_en = factory.Sequence(lambda n: f"Criterion {n}")
    since = date(2020, 10, 1)


class MaterialFactory(factory.django.DjangoModelFactory):
    """A hand-out for those with a place."""

    class Meta:
        model = Material

    course = factory.SubFactory(CourseFactory)
    title = factory.Sequence(lambda n: f"เอกสาร {n}")
    link = factory.Sequence(lambda n: f"https://files.example/{n}")


def facts(**other: object) -> dict:
    """What the form of a proposal gives."""
    return {
        "name_th": "ภาษาอังกฤษสำหรับครูอนุบาล",
        "name_en": "English for kindergarten teachers",
        "curriculum": CurriculumFactory(),
        "skill": SkillAreaFactory(),
        "level_th": "A2",
        "level_en": "A2",
        "hours": 12,
        "min_attendance_percent": 80,
        "requirements": ["attendance"],
        "pass_percent": None,
        "activity_type": "",
        "description_th": "เพลงและนิทาน",
        "description_en": "",
        "competencies": [CompetencyFactory()],
        "prerequisites": [],
        "outline": "เพลง 6 ชั่วโมง นิทาน 6 ชั่วโมง",
        "assessed_by": "สอนสาธิต",
        **other,
    }


def a_proposal(center: Center | None = None, *, submitted: bool = False, **about: object) -> Proposal:
    """A draft of a center, or one that is being reviewed."""
    by, at = about.pop("by", None) or PersonFactory(), timezone.now()
    course = about.pop("course", None)
    made = proposals.draft(
        center or CenterFactory(), facts(**about), key=uuid4(), by=by, at=at, course=course
    )
    return proposals.submit(made, by=by, at=at) if submitted else made
