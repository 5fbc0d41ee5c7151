"""Write down the next legal name of the issuer."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_date
from verification.models import IssuerName
from verification.refusals import Refusal


def succeed(*, by: User, at: datetime, since: date, name_th: str, name_en: str, law: str) -> IssuerName:
    """The issuer is called so from that day on. Refuses a day that is not after the day of the last name."""
    with transaction.atomic():
        last = IssuerName.objects.select_for_update().order_by("-since").first()
        if last and since <= last.since:
            raise Refusal(
                _("The last name holds from %(day)s; the next one comes after it.")
                % {"day": thai_date(last.since)}
            )
        name = IssuerName.objects.create(
            since=since,
            name_th=name_th.strip(),
            name_en=name_en.strip(),
            law=law.strip(),
            added_by=by,
            added_at=at,
        )
        audit.record("issuer.name", name, by=by, at=at, since=str(since), law=name.law)
    return name
