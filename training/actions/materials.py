"""Materials of a course: its owner adds them and takes them away; that needs no new recognition (E1)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from training.models import Course, Material
from training.refusals import Refusal

MOST = 40


def add(course: Course, *, title: str, link: str, for_enrolled: bool, by: User, at: datetime) -> Material:
    """One more material. Refuses an address that is listed already, and more than forty."""
    if course.materials.count() >= MOST:
        raise Refusal(_("A course has at most %(n)s materials.") % {"n": MOST})
    try:
        with transaction.atomic():
            material = Material.objects.create(
                course=course, title=title, link=link, for_enrolled=for_enrolled
            )
            audit.record("material.added", course, by=by, at=at, link=link)
    except IntegrityError as error:
        raise Refusal(_("The course already has this address.")) from error
    return material


@transaction.atomic
def remove(material: Material, *, by: User, at: datetime) -> None:
    """Take a material off the list."""
    audit.record("material.removed", material.course, by=by, at=at, link=material.link)
    material.delete()
