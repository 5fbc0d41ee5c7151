"""Take over a list of centers: all of it in one transaction, once, or nothing (guideline 6.2.1)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from centers.actions.reference import give_rooms
from centers.models import Affiliation, Center, Province, School, ServiceArea, Upload
from centers.queries.uploads import PLAIN, Plan, plan_of
from centers.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.sheets import Table
from hcec.core.thai import thai_datetime

ASIDE = 10_000  # numbers stand here while two centers of a province exchange theirs


def keep(table: Table, *, filename: str, by: User, at: datetime) -> Upload:
    """Keep a list without problems for the look before it is applied. Refuses one with problems or without rows."""
    if not table.ok:
        raise Refusal(_("The file has problems; nothing was kept."))
    if not table.rows:
        raise Refusal(_("The file has headings but no centers."))
    rows = [row.values for row in table.rows]
    return Upload.objects.create(rows=rows, sha256=table.sha256, filename=filename[:200], by=by, at=at)


def apply(upload: Upload, *, by: User, at: datetime) -> Plan:
    """Write every row or none, and say what was done. Refuses a list that was applied before."""
    with transaction.atomic():
        locked = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
        if locked.applied_at:
            raise Refusal(
                _("This list was taken over on %(at)s already.") % {"at": thai_datetime(locked.applied_at)}
            )
        standing = {c.code: c for c in Center.objects.select_for_update(of=("self",)).order_by("pk")}
        plan = plan_of(locked.rows)
        Center.objects.filter(code__in=[row["code"] for row in locked.rows]).update(
            number=F("number") + ASIDE
        )
        made = [write(row, standing.get(row["code"])) for row in locked.rows]
        give_rooms(center for center in made if center.code not in standing)
        locked.applied_by, locked.applied_at = by, at
        locked.save(update_fields=["applied_by", "applied_at"])
        counts = {"added": len(plan.added), "changed": len(plan.changed), "absent": plan.absent}
        audit.record("centers.upload", locked, by=by, at=at, sha256=locked.sha256, **counts)
    return plan


def write(row: dict[str, Any], center: Center | None) -> Center:
    """One row. An empty cell of contact data keeps what the center itself wrote."""
    province = Province.objects.get(code=row["province"])
    center = center or Center(code=row["code"], province=province)
    for name in PLAIN:
        setattr(center, name, row[name] or getattr(center, name))
    center.number = row["number"]
    center.host_area = ServiceArea.objects.filter(code=row["host_area"]).first() or center.host_area
    center.host_school = school_of(row["host_school"], center, province)
    center.host_verified = row["host_verified"]
    center.save()
    if row["areas_served"]:
        center.areas_served.set(ServiceArea.objects.filter(code__in=row["areas_served"]))
    return center


def school_of(name: str, center: Center, province: Province) -> School | None:
    """The school of this name in the province; a new row where there is none yet."""
    if not name:
        return None
    found = School.objects.filter(province=province, name_th=name).order_by("pk").first()
    if found:
        return found
    count = School.objects.filter(code__startswith=f"S-{center.code}").count()
    return School.objects.create(
        code=f"S-{center.code}" + (f"-{count}" if count else ""), name_th=name, province=province,
        area=center.host_area, affiliation=Affiliation.objects.get(code="obec"),
    )  # fmt: skip
