"""A person's whole profile: who she is (accounts) and where she works or studies (here), in one transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Affiliation, Province, School, Workplace
from centers.refusals import Refusal
from hcec.accounts.actions import people
from hcec.accounts.models import User
from hcec.core import audit, thai

# Whoever is counted among teachers, personnel or students is told apart by a document; the public need not be.
IDENTIFIED = (User.Kind.TEACHER, User.Kind.PERSONNEL, User.Kind.STUDENT)


@dataclass(frozen=True)
class Description:
    """What a person says about herself, as typed."""

    title: str
    first_name_th: str
    last_name_th: str
    first_name_en: str
    last_name_en: str
    kind: str
    phone: str


@dataclass(frozen=True)
class Place:
    """Where she works or studies; `school_name` only where the school is not in the list."""

    affiliation: Affiliation | None = None
    province: Province | None = None
    school: School | None = None
    school_name: str = ""


@dataclass(frozen=True)
class Identity:
    """An identity document. An empty number keeps the one that was given before."""

    kind: str = ""
    number: str = ""


def keep(
    person: User, *, description: Description, place: Place, identity: Identity, by: User, at: datetime
) -> User:
    """Keep a profile, all of it or nothing. Refuses a missing name, a missing or wrong identity number."""
    if not (description.first_name_th and description.last_name_th) and not (
        description.first_name_en and description.last_name_en
    ):
        raise Refusal(_("Fill in first and last name, in Thai or in English."))
    with transaction.atomic():
        person = people.describe(person, by=by, at=at, **asdict(description))
        person = keep_identity(person, identity, by=by, at=at)
        settle(person, place, by=by, at=at)
    return person


def keep_identity(person: User, identity: Identity, *, by: User, at: datetime) -> User:
    """Refuses a teacher, personnel or student without a document; no new number keeps the old one of that kind."""
    if not identity.kind and person.kind in IDENTIFIED:
        raise Refusal(
            _(
                "Teachers, personnel and students give their national ID, or the number of their passport if they have none."
            )
        )
    if identity.kind and not identity.number:
        if identity.kind != person.id_kind:
            raise Refusal(_("Fill in the number of the document."))
        return person
    return people.identify(person, kind=identity.kind, number=identity.number, by=by, at=at)


def settle(person: User, place: Place, *, by: User, at: datetime) -> Workplace:
    """Keep where she works or studies. The school's province and affiliation win over the ones chosen beside it."""
    school = place.school
    workplace, _new = Workplace.objects.select_for_update(of=("self",)).get_or_create(person=person)
    workplace.school = school
    workplace.school_name = "" if school else thai.normalise(place.school_name)
    workplace.province = school.province if school else place.province
    workplace.affiliation = school.affiliation if school else place.affiliation
    workplace.save()
    audit.record(
        "person.settle", person, by=by, at=at, province=workplace.province_id, school=workplace.school_id
    )
    return workplace
