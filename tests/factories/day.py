"""What the day of a test needs beside sessions and bookings."""

from io import BytesIO

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfWriter

from testing.models import Accommodation, Measure, Need
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory


def a_letter() -> bytes:
    """A page that a reader of PDFs can open."""
    paper = PdfWriter()
    paper.add_blank_page(210, 297)
    kept = BytesIO()
    paper.write(kept)
    return kept.getvalue()


PDF = a_letter()


class AccommodationFactory(factory.django.DjangoModelFactory):
    """Extra time of a quarter, asked for with a reason and evidence."""

    class Meta:
        model = Accommodation
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    center = factory.SubFactory(CenterFactory)
    asked_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def asked(self, create, extracted, **kwargs):
        if create:
            Measure.objects.create(accommodation=self, kind=Measure.Kind.TIME, percent=25)
            Need.objects.create(
                accommodation=self,
                words="อ่านช้าเพราะสายตาเลือนราง",
                evidence=ContentFile(PDF, name="letter.pdf"),
            )
