"""Trainers of the demo: what qualifies them, a term that ends soon, speakers' pay that waits and that is approved."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from centers.models import Center, SkillArea
from hcec.accounts.models import User
from hcec.demo import staff
from hcec.demo.arrivals import sheet
from training.actions import qualifications, trainers, vouchers
from training.lifecycles import RoundStatus
from training.models import Round, Trainer
from training.queries import vouchers as reads

DAY = timedelta(days=1)
ADDRESS = "99 หมู่ 4 ตำบลสุเทพ อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่ 50200"
TITLE = "วุฒิบัตรหลักสูตรวิทยากรแกนนำ"


def keep(centers: Sequence[Center], cast: Mapping[str, User], *, now: datetime) -> None:
    """Papers for the trainers of every center; at the first one a term that ends soon, and vouchers."""
    skills = list(SkillArea.objects.filter(courses__active=True).distinct().order_by("sort_order", "pk")[:2])
    for number, trainer in enumerate(Trainer.objects.filter(center__in=centers).order_by("pk")):
        manager = staff.office_of(trainer.center).manager
        qualify(trainer, skills[number % len(skills) :], by=manager, at=now - 30 * DAY, number=number)
        trainers.change(trainer, kind="master" if number % 4 == 0 else "core", lends="nation", by=manager, at=now,
                        until=timezone.localdate(now + (45 if number == 1 else 400) * DAY))  # fmt: skip
    pay(centers[0], cast, now=now)


def qualify(trainer: Trainer, skills: Sequence[SkillArea], *, by: User, at: datetime, number: int) -> None:
    """A certificate in each of these skills, on record since a month."""
    for skill in skills:
        fields = {
            "skill": skill,
            "kind": "certificate",
            "title": f"{TITLE} ด้าน{skill.name_th}",
            "since": trainer.since,
            "until": None,
            "evidence": ContentFile(sheet(f"CERTIFICATE {number:04} (demo)"), name=f"paper-{number}.png"),
        }
        qualifications.record(trainer, fields, by=by, at=at)


def pay(center: Center, cast: Mapping[str, User], *, now: datetime) -> None:
    """Of the rounds that were held the first is paid and approved, the second waits, the others are due."""
    held = Round.objects.filter(center=center, status__in=[RoundStatus.HELD, RoundStatus.FINALISED])
    made = []
    for round in held.select_related("course").order_by("starts_at", "pk"):
        for due in reads.due(round, now)[:1]:
            if len(made) < 2 and due.person.pk != cast["manager"].pk:
                made.append(
                    vouchers.prepare(
                        round, due.person, payee="government", address=ADDRESS, by=cast["manager"], at=now
                    )
                )
    for voucher in made[:1]:
        vouchers.approve(voucher, by=cast["director"], at=now)
