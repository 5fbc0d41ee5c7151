"""Templates: begin a draft, change it by a form, publish it; what is published never changes (decision 0028)."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image

from centers.actions.photos import LIMIT, drawn_anew
from hcec.accounts.models import User
from hcec.core import audit
from verification import wording
from verification.models import Logo, Template, TemplateVersion
from verification.queries import templates as reads
from verification.refusals import Refusal
from verification.standard import STANDARD

LINES = ("grant", "did", "detail_th", "detail_en", "given")
CHOICES = ("digits", "bilingual", "colour", "frame", "second_signatory", "left_logo", "right_logo")
LOGO_SIDES = (600, 220)  # pixels at most: 60 by 22 mm at 254 to the inch
MOST_LOGOS = 60


def of_kind(kind: str, *, at: datetime) -> Template:
    """The template of a kind with the portal's first version; both are made where they are missing."""
    template, _created = Template.objects.get_or_create(kind=kind)
    TemplateVersion.objects.get_or_create(
        template=template, number=1, defaults={**STANDARD[kind], "created_at": at, "published_at": at}
    )
    return template


def in_force(kind: str, *, at: datetime) -> TemplateVersion:
    """The version by which papers of the kind are drawn from now on."""
    version = reads.in_force(kind)
    if version is None:
        of_kind(kind, at=at)
        version = reads.in_force(kind)
    assert version is not None
    return version


def draft(template: Template, *, by: User, at: datetime) -> TemplateVersion:
    """The draft of the next version, a copy of the latest; the one that is begun already where there is one."""
    with transaction.atomic():
        Template.objects.select_for_update(no_key=True).get(pk=template.pk)
        latest = template.versions.order_by("-number").first()
        if latest is None or latest.is_draft:
            return latest or in_force(template.kind, at=at)
        begun = TemplateVersion.objects.create(
            template=template, number=latest.number + 1, created_by=by, created_at=at,
            **{name: getattr(latest, name) for name in (*LINES, *CHOICES)},
        )  # fmt: skip
        audit.record(
            "certificate.template.draft", begun, by=by, at=at, kind=template.kind, number=begun.number
        )
    return begun


def change(version: TemplateVersion, given: Mapping[str, Any], *, by: User, at: datetime) -> TemplateVersion:
    """Write lines and choices into a draft. Refuses what is published, and lines whose places are wrong."""
    for name in LINES:
        if wrong := next(wording.faults(given[name]), ""):
            raise Refusal(wrong)
    with transaction.atomic():
        held = _locked_draft(version)
        for name in (*LINES, *CHOICES):
            setattr(held, name, given[name])
        held.save(update_fields=[*LINES, *CHOICES])
        audit.record("certificate.template.change", held, by=by, at=at, number=held.number)
    return held


def publish(version: TemplateVersion, *, by: User, at: datetime) -> TemplateVersion:
    """From now on papers of the kind are drawn by this version; those that were issued keep theirs. Refuses what is
    published already."""
    with transaction.atomic():
        held = _locked_draft(version)
        held.published_by, held.published_at = by, at
        held.save(update_fields=["published_by", "published_at"])
        audit.record("certificate.template.publish", held, by=by, at=at, number=held.number)
    return held


def discard(version: TemplateVersion, *, by: User, at: datetime) -> None:
    """Throw a draft away. Refuses what is published."""
    with transaction.atomic():
        held = _locked_draft(version)
        audit.record("certificate.template.discard", held, by=by, at=at, number=held.number)
        held.delete()


def hold(template: Template, hours: int, *, by: User, at: datetime) -> None:
    """How long new certificates of the kind stay unseen after they are issued, unless the approver says otherwise."""
    with transaction.atomic():
        Template.objects.filter(pk=template.pk).update(hold_hours=hours)
        audit.record("certificate.template.hold", template, by=by, at=at, hours=hours)


def add_logo(*, file: BinaryIO, size: int, name: str, by: User, at: datetime) -> Logo:
    """Keep a picture for the head of papers, drawn anew. Refuses what is no picture and what is larger than 10 MB."""
    if size > LIMIT:
        raise Refusal(_("The picture is larger than 10 MB. Make it smaller and try again."))
    drawn, _size = drawn_anew(file)
    picture = Image.open(BytesIO(drawn))
    picture.thumbnail(LOGO_SIDES)
    small = BytesIO()
    picture.save(small, "JPEG", quality=88, optimize=True)
    with transaction.atomic():
        if Logo.objects.count() >= MOST_LOGOS:
            raise Refusal(_("There are %(most)s logos already. Choose one of those.") % {"most": MOST_LOGOS})
        logo = Logo.objects.create(
            name=name.strip(),
            picture=small.getvalue(),
            width=picture.width,
            height=picture.height,
            added_by=by,
            added_at=at,
        )
        audit.record("certificate.logo", logo, by=by, at=at)
    return logo


def _locked_draft(version: TemplateVersion) -> TemplateVersion:
    held = TemplateVersion.objects.select_for_update(no_key=True, of=("self",)).get(pk=version.pk)
    if not held.is_draft:
        raise Refusal(_("This version is published and never changes. Begin a new one."))
    return held
