"""Outside tests and results of them."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from testing.models import Band, OutsideResult, OutsideTest
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, SkillAreaFactory
from tests.factories.testing import BandFactory, ScaleFactory

PDF = b"%PDF-1.7 proof"


class OutsideTestFactory(factory.django.DjangoModelFactory):
    """A test in four skills whose document names a level of CEFR; taken for two years."""

    class Meta:
        model = OutsideTest

    code = factory.Sequence(lambda n: f"outside{n}")
    name_th = "การทดสอบ LanguageCert"
    name_en = "LanguageCert International ESOL"
    skill = factory.SubFactory(SkillAreaFactory)
    scale = factory.SubFactory(ScaleFactory)
    provider = "LanguageCert"
    validity_months = 24


def toeic() -> OutsideTest:
    """TOEIC: five levels of its own, each from a score on."""
    scale = ScaleFactory(code="toeic_lr", bands=["none"])
    scale.bands.all().delete()
    for rank, least in enumerate((120, 225, 550, 785, 945)):
        BandFactory(scale=scale, rank=rank, code=str(least), name_th=f"TOEIC {least}", min_score=least)
    return OutsideTestFactory(
        code="toeic-lr", name_th="TOEIC", scale=scale, provider="ETS", most=Decimal(990)
    )


class OutsideResultFactory(factory.django.DjangoModelFactory):
    """B2, taken a month ago, sent to be checked; status="accepted" for one that counts."""

    class Meta:
        model = OutsideResult

    person = factory.SubFactory(PersonFactory)
    test = factory.SubFactory(OutsideTestFactory)
    center = factory.SubFactory(CenterFactory)
    level = factory.LazyAttribute(lambda o: Band.objects.get(scale=o.test.scale, code="B2"))
    taken_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    number = factory.Sequence(lambda n: f"D-{n}")
    proof = factory.LazyFunction(lambda: ContentFile(PDF, name="proof.pdf"))
    sent_at = factory.LazyFunction(timezone.now)
    checked_at = factory.LazyAttribute(lambda o: o.sent_at if o.status in ("accepted", "returned") else None)
    checked_by = factory.Maybe("checked_at", factory.SubFactory(PersonFactory), None)
    status = "sent"
